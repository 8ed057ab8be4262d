import type { Command } from 'commander';
import { SwrctlError } from '../../base/errors.ts';
import { posixWord } from '../../model/shell-word.ts';
import { jsonFieldsOf } from './output-options.ts';
import { commandPath } from './usage.ts';

/** Flags that some command has with a value behind `=` only. */
const MAY_BE_BARE = ['--json', '--wait'];

/**
 * A bare `--json` must not take the word behind it for its fields, as commander would have it: fields stand only
 * behind `=`. So does the value of every flag whose help writes it like that: `--wait [=time]`.
 *
 * @throws {SwrctlError} USAGE where the word behind `--json` can be nothing but fields, as gh has them.
 */
export function separateJsonFlag(argv: readonly string[], root: Command): string[] {
  if (!argv.some((word) => MAY_BE_BARE.includes(word))) return [...argv];
  const takesValue = valueFlags(root);
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  const isValue = (index: number): boolean => takesValue.has(argv[index - 1] ?? '');
  const operands = argv
    .map((word, index) => ({ word, index }))
    .filter(({ word, index }) => !isValue(index) && (!word.startsWith('-') || word === '-'));
  const bare = new Set(['--json', ...bareFlags(leafOf(root, operands).leaf)]);
  const isBare = (word: string, index: number): boolean => bare.has(word) && index < end && !isValue(index);
  argv.forEach((word, index) => {
    if (word === '--json' && isBare(word, index)) refuseFields(root, operands, index + 1);
  });
  return argv.map((word, index) => (isBare(word, index) ? `${word}=` : word));
}

const bareFlags = ({ options }: Command): string[] =>
  options.flatMap(({ flags, long }) => (flags.includes(' [=') && long !== undefined ? [long] : []));

interface Operand {
  readonly word: string;
  readonly index: number;
}

/** An organization may be called `name`: only a word too many is taken for fields. */
function refuseFields(root: Command, operands: readonly Operand[], index: number): void {
  const { leaf, rest } = leafOf(root, operands);
  const fields = rest.find((operand) => operand.index === index)?.word;
  if (fields === undefined || !fields.split(',').every((field) => jsonFieldsOf(leaf)?.includes(field))) return;
  const required = leaf.registeredArguments.filter((argument) => argument.required).length;
  const others = rest.filter((operand) => operand.index !== index).map(({ word }) => word);
  if (others.length < required) return;
  throw new SwrctlError('USAGE', `--json takes its fields behind a "=", and "${fields}" stands behind a blank`, {
    hint: `Write: ${['swrctl', commandPath(leaf), ...others.map(posixWord), `--json=${fields}`].join(' ')}`,
  });
}

/** The command that the operands name, and those that are left for it. */
function leafOf(root: Command, operands: readonly Operand[]): { readonly leaf: Command; readonly rest: Operand[] } {
  let leaf = root;
  for (const [at, { word }] of operands.entries()) {
    const next = leaf.commands.find((command) => command.name() === word || command.aliases().includes(word));
    if (next === undefined) return { leaf, rest: operands.slice(at) };
    leaf = next;
  }
  return { leaf, rest: [] };
}

/** Flags, in any command below `root`, that are followed by a value. */
function valueFlags(root: Command): Set<string> {
  const own = root.options.filter(({ required }) => required).flatMap(({ short, long }) => [short, long]);
  return new Set([
    ...own.filter((flag) => flag !== undefined),
    ...root.commands.flatMap((command) => [...valueFlags(command)]),
  ]);
}
