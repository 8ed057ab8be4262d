import { LIVE_COMMAND } from './live-kinds.ts';
import { flagsOf, quote, type OptionSpec, type Value } from './spec.ts';
import type { CompletionWords, FlagValue, Place, Step } from './words.ts';

/** `name:description` as _describe takes it. */
const described = (name: string, description: string): string => quote(`${name.replaceAll(':', '\\:')}:${description}`);

const optionWords = (options: readonly OptionSpec[]): string =>
  options.flatMap((option) => flagsOf(option).map((flag) => described(flag, option.description))).join(' ');

/** What ends with a mark wants more behind it: no blank. */
const isOpen = (word: string): boolean => /[=/:]$/.test(word);

function wordsOf(words: readonly string[]): string {
  const add = (flags: string, some: readonly string[]): string[] =>
    some.length === 0 ? [] : [`compadd ${flags}-- ${some.map(quote).join(' ')}`];
  const whole = words.filter((word) => !isOpen(word));
  return [...add('', whole), ...add("-S '' ", words.filter(isOpen))].join('; ');
}

function action(value: Value | undefined): string {
  switch (value?.kind) {
    case 'choice':
      return `${wordsOf(value.choices)}`;
    case 'file':
      return '_files';
    case 'folder':
      return '_files -/';
    case 'live':
      return `${value.hasFiles ? '_files; ' : ''}_swrctl_ask ${value.names}`;
    case 'any':
      return `_message -r ${quote(value.text)}`;
    default:
      return ':';
  }
}

const step = ({ from, words, to }: Step): string =>
  `          ${words.map((word) => quote(`${from} ${word}`)).join('|')}) at=${quote(to)} ;;`;

function flagValue({ flags, places, value }: FlagValue): string {
  const patterns = flags.flatMap((name) =>
    places === undefined ? [`*' ${name}'`] : places.map((place) => quote(`${place} ${name}`)),
  );
  return `      ${patterns.join('|')}) ${action(value)} ;;`;
}

function place({ place: name, commands, options, operands, isVariadic }: Place): string {
  const cases = operands.map((value, index) => {
    const isLast = index === operands.length - 1;
    return `${isLast && isVariadic ? '*' : index}) ${action(value)} ;;`;
  });
  return `    ${quote(name)})
      commands=(${commands.map((command) => described(command.name, command.description)).join(' ')})
      options=(${optionWords(options)})
      if [[ $cur != -* && $#commands -eq 0 ]]; then
        case $operands in ${[...cases, '*) ;;'].join(' ')} esac
      fi ;;`;
}

/** From the words to the place: sets `at`, `operands` and `flag`. */
const walk = (words: CompletionWords): string => `
  while ((i < CURRENT)); do
    word=$words[i]
    flag=''
    case $word in
      ${words.flagsWithValue.join('|')}) flag=$word; ((i += 1)) ;;
      -*) ;;
      *)
        case "$at $word" in
${words.steps.map(step).join('\n')}
          *) ((operands += 1)) ;;
        esac ;;
    esac
    ((i += 1))
  done
  if ((i == CURRENT)); then flag=''; fi
  if [[ $cur == --*=* ]]; then
    flag=\${cur%%=*}
    compset -P '*='
  fi`;

/** For zsh 5; as a file it is called _swrctl and stands in a folder of $fpath. */
export function zshCompletion(words: CompletionWords): string {
  return `#compdef swrctl
# zsh completion for swrctl; generated, do not edit.
# Load it with: source <(swrctl completion zsh), or as _swrctl from a folder of $fpath

# Names that swrctl knows.
_swrctl_ask() {
  local name
  local -a whole open
  for name in \${(f)"$("\${(Q)words[1]}" ${LIVE_COMMAND} $1 "\${(Q)PREFIX}" "\${(@Q)words[2,CURRENT-1]}" 2>/dev/null </dev/null)"}; do
    if [[ $name == *[/:=] ]]; then open+=("$name"); else whole+=("$name"); fi
  done
  compadd -S '' -a open
  compadd -a whole
}

_swrctl() {
  local cur=$words[CURRENT] flag='' at='' word
  local -i operands=0 i=2
  local -a commands options${walk(words)}
  if [[ $flag != '' ]]; then
    case "$at $flag" in
${words.flagValues.map(flagValue).join('\n')}
    esac
    return
  fi
  case $at in
${words.places.map(place).join('\n')}
  esac
  if [[ $cur == -* ]]; then
    options+=(${optionWords(words.globalOptions)})
    _describe -o option options
  elif (($#commands)); then
    _describe command commands
  fi
}

if [[ $funcstack[1] == _swrctl ]]; then
  _swrctl "$@"
else
  compdef _swrctl swrctl
fi
`;
}
