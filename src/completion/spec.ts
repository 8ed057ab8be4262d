import type { Argument, Command, Option } from 'commander';

/** What may stand somewhere on the line. */
export type Value =
  | { readonly kind: 'none' } // a flag without value
  | { readonly kind: 'any' } // a word that only the user knows
  | { readonly kind: 'file' }
  | { readonly kind: 'folder' }
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

function valueOf(name: string, choices: readonly string[] | undefined): Value {
  if (choices !== undefined) return { kind: 'choice', choices };
  if (FILE.test(name)) return { kind: 'file' };
  return { kind: FOLDER.test(name) ? 'folder' : 'any' };
}

function optionSpec(option: Option): OptionSpec {
  const { short, long, description, required, optional, argChoices } = option;
  const name = /[<[]([^>\]]*)[>\]]/.exec(option.flags)?.[1] ?? '';
  const value: Value = required || optional ? valueOf(name, argChoices) : { kind: 'none' };
  return {
    short,
    long,
    description: description.split(/[;(]/)[0]?.trim() ?? '',
    value,
    isOptional: optional && !required,
  };
}

const operandValue = (argument: Argument): Value => valueOf(argument.name(), argument.argChoices);

/**
 * The tree of commands as data.
 *
 * @param prepare brings a command into the state that it has when it runs: global options included.
 */
export function commandSpec(command: Command, prepare: (command: Command) => void, path: string[] = []): CommandSpec {
  prepare(command);
  const help = { short: '-h', long: '--help', description: 'print help', value: { kind: 'none' }, isOptional: false };
  return {
    path,
    aliases: command.aliases(),
    description: command.description(),
    options: [...command.options.filter(({ hidden }) => !hidden).map(optionSpec), help as OptionSpec],
    children: command.commands.map((child) => commandSpec(child, prepare, [...path, child.name()])),
    operands: command.registeredArguments.map(operandValue),
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
