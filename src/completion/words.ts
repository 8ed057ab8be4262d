import { allCommands, flagsOf, flagsWithValue, type CommandSpec, type OptionSpec, type Value } from './spec.ts';

/**
 * The tree, flattened to what a completion script looks up while it walks along the words of the line. A place is the
 * command words with a blank before each: `` at the root, ` org list` in a leaf.
 */
export interface CompletionWords {
  readonly steps: readonly Step[];
  readonly places: readonly Place[];
  /** Options that every command takes. */
  readonly globalOptions: readonly OptionSpec[];
  /** Flags whose value is the next word. */
  readonly flagsWithValue: readonly string[];
  /** What can be completed behind a flag; the first that fits counts. */
  readonly flagValues: readonly FlagValue[];
}

/** At `from`, one of `words` leads to `to`. */
export interface Step {
  readonly from: string;
  readonly words: readonly string[];
  readonly to: string;
}

export interface Place {
  readonly place: string;
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  /** Without the global ones. */
  readonly options: readonly OptionSpec[];
  readonly operands: readonly Value[];
  readonly isVariadic: boolean;
}

export interface FlagValue {
  readonly flags: readonly string[];
  /** Only at these places; undefined for everywhere. */
  readonly places: readonly string[] | undefined;
  readonly value: Value;
}

const placeOf = ({ path }: CommandSpec): string => path.map((word) => ` ${word}`).join('');

export function completionWords(root: CommandSpec): CompletionWords {
  const commands = allCommands(root);
  const isEverywhere = (option: OptionSpec): boolean =>
    commands.every(({ options }) => options.some(({ long }) => long === option.long));
  const globalOptions = root.options.filter(isEverywhere);
  const isGlobal = ({ long }: OptionSpec): boolean => globalOptions.some((option) => option.long === long);
  return {
    steps: commands.flatMap((parent) =>
      parent.children.map((child) => ({
        from: placeOf(parent),
        words: [child.path.at(-1) ?? '', ...child.aliases],
        to: placeOf(child),
      })),
    ),
    places: commands.map((command) => ({
      place: placeOf(command),
      commands: command.children.map(({ path, description }) => ({ name: path.at(-1) ?? '', description })),
      options: command.options.filter((option) => !isGlobal(option)),
      operands: command.operands,
      isVariadic: command.isVariadic,
    })),
    globalOptions,
    flagsWithValue: flagsWithValue(root),
    flagValues: flagValues(commands),
  };
}

/** One entry per flag and kind of value; what most commands mean by a flag needs no list of places. */
function flagValues(commands: readonly CommandSpec[]): FlagValue[] {
  const uses = new Map<string, Map<string, FlagValue & { places: string[] }>>();
  for (const command of commands) {
    for (const option of command.options) {
      if (option.value.kind === 'none') continue;
      const flags = flagsOf(option);
      const byValue = uses.get(option.long ?? '') ?? new Map<string, FlagValue & { places: string[] }>();
      const key = JSON.stringify(option.value);
      const use = byValue.get(key) ?? { flags, places: [], value: option.value };
      use.places.push(placeOf(command));
      uses.set(option.long ?? '', byValue.set(key, use));
    }
  }
  return [...uses.values()].flatMap((byValue) => {
    const ordered = [...byValue.values()].sort((a, b) => a.places.length - b.places.length);
    return ordered.map((use, index) => (index === ordered.length - 1 ? { ...use, places: undefined } : use));
  });
}
