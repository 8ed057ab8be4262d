import { LIVE_COMMAND } from './live-kinds.ts';
import { flagsOf, type OptionSpec, type Value } from './spec.ts';
import type { CompletionWords, FlagValue, Place, Step } from './words.ts';

/** Single quotes for fish. */
const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** Lines of `word<tab>description`. */
function candidates(rows: readonly (readonly [word: string, description: string])[]): string {
  if (rows.length === 0) return 'true';
  return `printf '%s\\t%s\\n' ${rows.map(([word, text]) => `${quote(word)} ${quote(text)}`).join(' ')}`;
}

const optionRows = (options: readonly OptionSpec[]): [string, string][] =>
  options.flatMap((option) => flagsOf(option).map((flag): [string, string] => [flag, option.description]));

function action(value: Value | undefined): string {
  switch (value?.kind) {
    case 'choice':
      return `printf '%s\\n' ${value.choices.map(quote).join(' ')}`;
    case 'file':
      return '__fish_complete_path $cur';
    case 'live': {
      const ask = `$program ${LIVE_COMMAND} ${value.names} "$cur" $words 2>/dev/null </dev/null`;
      return value.hasFiles ? `begin; __fish_complete_path $cur; ${ask}; end` : ask;
    }
    case 'folder':
      return '__fish_complete_directories $cur';
    default:
      return 'true';
  }
}

const step = ({ from, words, to }: Step): string =>
  `          case ${words.map((word) => quote(`${from} ${word}`)).join(' ')}
            set at ${quote(to)}`;

function flagValue({ flags, places, value }: FlagValue): string {
  const patterns = flags.flatMap((name) =>
    places === undefined ? [quote(`* ${name}`)] : places.map((place) => quote(`${place} ${name}`)),
  );
  return `      case ${patterns.join(' ')}
        ${action(value)} | string replace -r '^' -- "$prefix"`;
}

function place({ place: name, commands, options, operands, isVariadic }: Place): string {
  const cases = operands.map((value, index) => {
    const isLast = index === operands.length - 1;
    return `          case ${isLast && isVariadic ? "'*'" : index}
            ${action(value)}`;
  });
  const rows = commands.map((command): [string, string] => [command.name, command.description]);
  const operand = cases.length === 0 ? candidates(rows) : `switch $operands\n${cases.join('\n')}\n        end`;
  return `    case ${quote(name)}
      if string match -q -- '-*' $cur
        ${candidates(optionRows(options))}
      else
        ${operand}
      end`;
}

/** From the words to the place: sets `at`, `operands` and `flag`. */
const walk = (words: CompletionWords): string => `
  for word in $words
    if test -n "$flag"
      set flag ''
      continue
    end
    switch $word
      case ${words.flagsWithValue.join(' ')}
        set flag $word
      case '-*'
        true
      case '*'
        switch "$at $word"
${words.steps.map(step).join('\n')}
          case '*'
            set operands (math $operands + 1)
        end
    end
  end
  if string match -qr -- '^--[^=]+=' $cur
    set flag (string replace -r '=.*' '' -- $cur)
    set prefix "$flag="
    set cur (string replace -r '^[^=]*=' '' -- $cur)
  end`;

/** For fish 3. */
export function fishCompletion(words: CompletionWords): string {
  return `# fish completion for swrctl; generated, do not edit.
# Load it with: swrctl completion fish | source

function __swrctl_complete
  set -l cur (commandline -ct)
  set -l words (commandline -opc)
  set -l program $words[1]
  set -e words[1]
  set -l at ''
  set -l flag ''
  set -l prefix ''
  set -l operands 0${walk(words)}
  if test -n "$flag"
    switch "$at $flag"
${words.flagValues.map(flagValue).join('\n')}
    end
    return
  end
  switch $at
${words.places.map(place).join('\n')}
  end
  if string match -q -- '-*' $cur
    ${candidates(optionRows(words.globalOptions))}
  end
end

complete -c swrctl -f -a '(__swrctl_complete)'
`;
}
