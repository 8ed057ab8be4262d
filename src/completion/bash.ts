import { flagsOf, quote, type OptionSpec, type Value } from './spec.ts';
import type { CompletionWords, FlagValue, Place, Step } from './words.ts';

const flags = (options: readonly OptionSpec[]): string => options.flatMap(flagsOf).join(' ');

function action(value: Value | undefined): string {
  switch (value?.kind) {
    case 'choice':
      return `words=${quote(value.choices.join(' '))}`;
    case 'file':
      return 'files=-f';
    case 'folder':
      return 'files=-d';
    default:
      return ':';
  }
}

const step = ({ from, words, to }: Step): string =>
  `      ${words.map((word) => quote(`${from} ${word}`)).join('|')}) at=${quote(to)} ;;`;

function flagValue({ flags: names, places, value }: FlagValue): string {
  const patterns = names.flatMap((name) =>
    places === undefined ? [`*' ${name}'`] : places.map((place) => quote(`${place} ${name}`)),
  );
  return `    ${patterns.join('|')}) ${action(value)} ;;`;
}

function place({ place: name, commands, options, operands, isVariadic }: Place): string {
  const cases = operands.map((value, index) => {
    const isLast = index === operands.length - 1;
    return `${isLast && isVariadic ? '*' : index}) ${action(value)} ;;`;
  });
  const operand = cases.length === 0 ? '' : `\n      case $operands in ${cases.join(' ')} esac`;
  return `    ${quote(name)})
      commands=${quote(commands.map((command) => command.name).join(' '))}
      options=${quote(flags(options))}${operand} ;;`;
}

/** From the words to the place: sets `at`, `operands` and `flag`. bash makes words of "=" and ":". */
const walk = (words: CompletionWords): string => `
  while ((i < COMP_CWORD)); do
    word=\${COMP_WORDS[i]}
    flag=''
    case $word in
      = | :) ((i += 1)) ;;
      ${words.flagsWithValue.join(' | ')})
        flag=$word
        if [[ \${COMP_WORDS[i + 1]} != '=' ]]; then ((i += 1)); fi ;;
      -*) ;;
      *) case "$at $word" in
${words.steps.map(step).join('\n')}
      *) ((operands += 1)) ;;
      esac ;;
    esac
    ((i += 1))
  done
  # A flag waits for its value: it is the word before, or the one before "=".
  if [[ $cur == '=' ]]; then
    flag=\${COMP_WORDS[COMP_CWORD - 1]} cur=''
  elif [[ \${COMP_WORDS[COMP_CWORD - 1]} == '=' ]]; then
    flag=\${COMP_WORDS[COMP_CWORD - 2]}
  elif ((i == COMP_CWORD)); then
    flag=''
  fi`;

/** From the place to what fits there: sets `words` or `files`. */
const choose = (words: CompletionWords): string => `
  if [[ $flag == -* ]]; then
    case "$at $flag" in
${words.flagValues.map(flagValue).join('\n')}
    esac
  else
    case $at in
${words.places.map(place).join('\n')}
    esac
    if [[ $cur == -* ]]; then
      words="$options ${flags(words.globalOptions)}" files=''
    elif [[ $commands != '' ]]; then
      words=$commands
    fi
  fi`;

/** For bash 3.2 and later, without the bash-completion package. */
export function bashCompletion(words: CompletionWords): string {
  return `# bash completion for swrctl; generated, do not edit.
# Load it with: source <(swrctl completion bash)

_swrctl() {
  local cur=\${COMP_WORDS[COMP_CWORD]} flag='' at='' word='' words='' files='' commands='' options=''
  local operands=0 i=1
  COMPREPLY=()${walk(words)}${choose(words)}
  if [[ $files != '' ]]; then
    compopt -o filenames 2>/dev/null
    local IFS=$'\\n'
    COMPREPLY=($(compgen $files -- "$cur"))
  else
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
  fi
  case \${COMPREPLY[0]} in
    *[=/:]) if ((\${#COMPREPLY[@]} == 1)); then compopt -o nospace 2>/dev/null; fi ;;
  esac
}

complete -F _swrctl swrctl
`;
}
