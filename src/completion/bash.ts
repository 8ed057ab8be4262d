import { LIVE_COMMAND } from './live-kinds.ts';
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
    case 'live':
      return `live=${value.names}${value.hasFiles ? ' files=-f' : ''}`;
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

/**
 * bash makes words of "=" and ":": sets `full` to all of the word that is typed, and `start` to where it begins. What
 * stands behind a flag and "=" is a word of its own.
 */
const JOIN = `
  while ((start > 1)); do
    case \${COMP_WORDS[start]} in
      = | :) if [[ \${COMP_WORDS[start - 1]} == -* ]]; then break; fi ;;
      *) case \${COMP_WORDS[start - 1]} in
        = | :) if [[ \${COMP_WORDS[start - 2]} == -* ]]; then break; fi ;;
        *) break ;;
      esac ;;
    esac
    ((start -= 1))
    full=\${COMP_WORDS[start]}$full
  done`;

/** From the words to the place: sets `at`, `operands` and `flag`, and `line` to the words before, joined again. */
const walk = (words: CompletionWords): string => `
  while ((i < start)); do
    word=\${COMP_WORDS[i]}
    flag=''
    case $word in
      = | :) ((i += 1)) ;; # with the word behind it
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
  if [[ $full == '=' ]]; then
    flag=\${COMP_WORDS[start - 1]} cur='' full=''
  elif [[ \${COMP_WORDS[start - 1]} == '=' ]]; then
    flag=\${COMP_WORDS[start - 2]}
  elif ((i == start)); then
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
      words="$options ${flags(words.globalOptions)}" files='' live=''
    elif [[ $commands != '' ]]; then
      words=$commands
    fi
  fi`;

/**
 * Adds the names that swrctl knows. Nothing of them is evaluated, and readline gets only what stands behind the last "="
 * or ":". What readline takes for the words before is put together again.
 */
const ASK = `
  if [[ $live != '' ]]; then
    local name head=\${full%"$cur"} line=() glue=''
    for ((i = 1; i < start; i += 1)); do
      word=\${COMP_WORDS[i]}
      case $word in
        = | :) glue=yes line[\${#line[@]} - 1]+=$word ;;
        *) if [[ $glue == yes ]]; then glue='' line[\${#line[@]} - 1]+=$word; else line+=("$word"); fi ;;
      esac
    done
    case $cur in
      = | :) head=$full ;;
    esac
    while IFS= read -r name; do
      if [[ $name == "$full"* ]]; then COMPREPLY+=("\${name#"$head"}"); fi
    done < <("\${COMP_WORDS[0]}" ${LIVE_COMMAND} "$live" "$full" "\${line[@]}" 2>/dev/null </dev/null)
  fi`;

/** For bash 3.2 and later, without the bash-completion package. */
export function bashCompletion(words: CompletionWords): string {
  return `# bash completion for swrctl; generated, do not edit.
# Load it with: source <(swrctl completion bash)

_swrctl() {
  local cur=\${COMP_WORDS[COMP_CWORD]} flag='' at='' word='' words='' files='' commands='' options=''
  local live='' full=$cur operands=0 i=1 start=$COMP_CWORD
  COMPREPLY=()${JOIN}${walk(words)}${choose(words)}
  if [[ $files != '' && $full == "$cur" ]]; then
    compopt -o filenames 2>/dev/null
    local IFS=$'\\n'
    COMPREPLY=($(compgen $files -- "$cur"))
  else
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
  fi${ASK}
  case \${COMPREPLY[0]} in
    *[=/:]) if ((\${#COMPREPLY[@]} == 1)); then compopt -o nospace 2>/dev/null; fi ;;
  esac
}

complete -F _swrctl swrctl
`;
}
