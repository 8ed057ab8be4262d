import type { Argument, Command, Option } from 'commander';
import type { LiveKind } from './live-kinds.ts';

/** What may stand somewhere on the line. */
export type Value =
  | { readonly kind: 'none' } // a flag without value
  | { readonly kind: 'any'; readonly text: string } // a word that only the user knows, and what it means
  | { readonly kind: 'file' }
  | { readonly kind: 'folder' }
  | { readonly kind: 'live'; readonly names: LiveKind; readonly hasFiles: boolean } // asked when it is typed
  | { readonly kind: 'choice'; readonly choices: readonly string[] };

export interface OptionSpec {
  readonly short: string | undefined;
  readonly long: string | undefined;
  readonly description: string;
  readonly value: Value;
  /** True where the value stands only behind `=` and may be left out. */
  readonly isOptional: boolean;
}

/** One command as the shells need it. */
export interface CommandSpec {
  /** The words that lead here, without the program. */
  readonly path: readonly string[];
  readonly aliases: readonly string[];
  readonly description: string;
  readonly options: readonly OptionSpec[];
  readonly children: readonly CommandSpec[];
  /** Operands in order; the last one repeats if `isVariadic`. */
  readonly operands: readonly Value[];
  readonly isVariadic: boolean;
}

/** Names of arguments and of option values that are files or folders. */
const FILE = /\b(?:source|file|archive|path)\b/i;
const FOLDER = /\b(?:dir|directory|folder)\b/i;

/**
 * What is known of a value by its name in help, `--jobs <count>` for an option and `<method>` for an argument, and by the
 * words that lead to its command.
 */
export type KnownValues = (name: string, path: readonly string[]) => Value | undefined;

type Known = (name: string) => Value | undefined;

function valueOf(name: string, text: string, choices: readonly string[] | undefined): Value {
  if (choices !== undefined) return { kind: 'choice', choices };
  if (FILE.test(name)) return { kind: 'file' };
  return FOLDER.test(name) ? { kind: 'folder' } : { kind: 'any', text };
}

/** The text without what stands in parentheses at its end, and with the values that fit. */
function describe({ description, argChoices }: Option): string {
  const text = description.replace(/(?: \([^()]*\))+$/, '');
  return argChoices === undefined ? text : `${text}: ${argChoices.join(', ')}`;
}

function optionSpec(option: Option, known: Known): OptionSpec {
  const { short, long, required, optional, argChoices } = option;
  const name = /<.*>|\[.*\]/.exec(option.flags)?.[0] ?? '';
  const description = describe(option);
  const value = known(`${long ?? ''} ${name}`) ?? valueOf(name, `${name}: ${description}`, argChoices);
  return {
    short,
    long,
    description,
    value: required || optional ? value : { kind: 'none' },
    isOptional: optional && !required,
  };
}

function operandValue(argument: Argument, known: Known): Value {
  const name = argument.required ? `<${argument.name()}>` : `[${argument.name()}]`;
  return known(name) ?? valueOf(name, `${name}: ${argument.description}`, argument.argChoices);
}

/**
 * The tree of commands as data.
 *
 * @param prepare brings a command into the state that it has when it runs: global options included.
 * @param known wins over what can be seen of a value.
 */
export function commandSpec(
  command: Command,
  prepare: (command: Command) => void,
  known: KnownValues = () => undefined,
  path: readonly string[] = [],
): CommandSpec {
  prepare(command);
  const here = (name: string): Value | undefined => known(name, path);
  const help = { short: '-h', long: '--help', description: 'print help', value: { kind: 'none' }, isOptional: false };
  return {
    path,
    aliases: command.aliases(),
    description: command.description(),
    options: [
      ...command.options.filter(({ hidden }) => !hidden).map((option) => optionSpec(option, here)),
      help as OptionSpec,
    ],
    children: command.commands.map((child) => commandSpec(child, prepare, known, [...path, child.name()])),
    operands: command.registeredArguments.map((argument) => operandValue(argument, here)),
    isVariadic: command.registeredArguments.at(-1)?.variadic ?? false,
  };
}

/** A command and all below it, parents first. */
export function allCommands(root: CommandSpec): CommandSpec[] {
  return [root, ...root.children.flatMap(allCommands)];
}

/** Flags of an option as they are typed. */
export function flagsOf({ short, long }: OptionSpec): string[] {
  return [short, long].filter((flag) => flag !== undefined);
}

/** Flags anywhere in the tree whose value is the next word. */
export function flagsWithValue(root: CommandSpec): string[] {
  const options = allCommands(root).flatMap((command) => command.options);
  const taking = options.filter(({ value, isOptional }) => value.kind !== 'none' && !isOptional);
  return [...new Set(taking.flatMap(flagsOf))];
}

/** Single quotes for a POSIX shell. */
export const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
