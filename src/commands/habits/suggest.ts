import { CommanderError, type Command } from 'commander';
import { SwrctlError } from '../../base/errors.ts';
import { nearest } from '../../model/nearest.ts';
import { asUsageError } from '../options/usage.ts';
import { meantByFlag } from './flags.ts';
import { meantByOperands } from './operands.ts';
import { meantByOperation } from './operations.ts';
import { meantByWord } from './root-words.ts';
import { runHint } from './run-hint.ts';
import { leafOf, takes } from './tree-words.ts';
import { typedLine, type Meant } from './typed-line.ts';
import { meantInGroup, verbFirst } from './verb-and-noun.ts';

/** What somebody typed. */
export interface Attempt {
  readonly argv: readonly string[];
  readonly root: Command;
  /** Of the command as far as it was understood: `org list`. */
  readonly path: string;
}

/**
 * A word or flag that the commands do not know, with what was meant by it: first by habit from docker, gh, crane,
 * kubectl or hcloud, else what is spelled almost like it. Anything else stays as it is.
 */
export function withSuggestion(error: unknown, attempt: Attempt): unknown {
  if (!(error instanceof CommanderError)) return error;
  const [, quoted = ''] = /'([^']*)'/.exec(error.message) ?? [];
  if (error.code === 'commander.unknownCommand') return unknownCommand(quoted, attempt);
  if (error.code === 'commander.unknownOption') return unknownOption(quoted, attempt);
  const hint = meantByOperands(attempt.root, wordsOf(attempt.path), error.code, error.message);
  return asUsageError(error, attempt.path, hint);
}

function usage(fact: string, path: string, hint: string | undefined, near: readonly string[]): SwrctlError {
  const guess = near.length === 0 ? '' : `Did you mean ${near.join(' or ')}? `;
  const help = runHint([...wordsOf(path), '--help']);
  return new SwrctlError('USAGE', fact, { hint: hint ?? `${guess}${help}` });
}

const wordsOf = (path: string): string[] => path.split(' ').filter(Boolean);

function unknownCommand(word: string, { argv, root, path }: Attempt): SwrctlError {
  const above = wordsOf(path);
  const line = typedLine(argv.slice(argv.indexOf(word) + 1));
  const meant = meantBy(word, above, root, line);
  const { leaf } = leafOf(root, above);
  const near = nearest(
    word,
    leaf.commands.map((command) => command.name()),
  );
  return usage(`unknown command "${word}"`, path, meant === undefined ? undefined : runHint(meant), near);
}

function meantBy(word: string, above: Meant, root: Command, line: ReturnType<typeof typedLine>): Meant | undefined {
  const [noun] = above;
  if (noun !== undefined) return above.length === 1 ? meantInGroup(root, noun, word, line) : undefined;
  if (/^swr$/i.test(word)) return meantByOperation(line.operands[0]);
  const known = meantByWord(word, line) ?? verbFirst(root, word, line);
  // a command that this version has not is not suggested
  return known === undefined || known[0]?.startsWith('-') === true || takes(root, known) || isHelp(known)
    ? known
    : undefined;
}

const isHelp = (words: Meant): boolean => words[0] === 'help' || words.at(-1) === '--help';

function unknownOption(typed: string, { argv, root, path }: Attempt): SwrctlError {
  // a value may be a password: only the flag is repeated
  const flag = /^(?:--[^=]*|-[^-])/.exec(typed)?.[0] ?? typed;
  const { leaf } = leafOf(root, wordsOf(path));
  const flags = leaf.options.filter(({ hidden }) => !hidden).flatMap(({ long }) => long ?? []);
  const near = flag.startsWith('--')
    ? nearest(
        flag.slice(2),
        ['--help', ...flags].map((name) => name.slice(2)),
      ).map((name) => `--${name}`)
    : [];
  return usage(`unknown option "${flag}"`, path, meantByFlag(root, wordsOf(path), flag, argv), near);
}
