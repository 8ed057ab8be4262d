import type { Command } from 'commander';
import { CONFIG_KEYS } from '../config/keys.ts';
import { runHint } from './run-hint.ts';
import { leafOf } from './tree-words.ts';
import type { Meant } from './typed-line.ts';

/** What was meant where words and flags are known, but are too few or of another kind. @param code of commander */
export function meantByOperands(root: Command, path: Meant, code: string, fact: string): string | undefined {
  const { leaf } = leafOf(root, path);
  if (code === 'commander.missingMandatoryOptionValue') return shared(path, leaf);
  if (code === 'commander.missingArgument' || code === 'commander.excessArguments') return assigned(path, leaf);
  return code === 'commander.invalidArgument' ? formatted(path, leaf, fact) : undefined;
}

/** `share add ACCOUNT ORG/REPO`, `share add ORG/REPO ACCOUNT`: the account is a flag. */
function shared(path: Meant, leaf: Command): string | undefined {
  if (path[0] !== 'share') return undefined;
  const { account, until, description } = leaf.opts<Readonly<Record<string, string | undefined>>>();
  const isRepository = (word: string): boolean => word.includes('/');
  const repositories = leaf.args.filter(isRepository);
  const other = account ?? leaf.args.find((word) => !isRepository(word)) ?? 'ACCOUNT';
  return runHint([
    ...path,
    ...(repositories.length === 0 ? ['ORG/REPO'] : repositories),
    ...['--account', other],
    // `set` keeps the end that is not said
    ...(until === undefined && description !== undefined && path[1] === 'set' ? [] : ['--until', until ?? '30d']),
    ...(description === undefined ? [] : ['--description', description]),
  ]);
}

/** `config set jobs=4`, `config set jobs = 4`. A value of what config does not keep may be a secret. */
function assigned(path: Meant, leaf: Command): string | undefined {
  if (path.join(' ') !== 'config set') return undefined;
  const [, key, value = ''] = /^(\w+)\s*=\s*(.+)$/.exec(leaf.args.join(' ')) ?? [];
  return CONFIG_KEYS.some((known) => known === key) ? runHint([...path, key ?? '', value]) : undefined;
}

/** Formats of kubectl, aws and gcloud, and what prints the same here. */
const FORMATS: readonly (readonly [typed: RegExp, flag: string])[] = [
  [/"((?:jsonpath|go-template|template)[\w-]*)[^"]*/, '--query EXPRESSION, in JMESPath,'],
  [/"(custom-columns[\w-]*)/, '--json=FIELD,FIELD'],
  [/"(csv|text)"/, '-o tsv'],
];

function formatted(path: Meant, leaf: Command, fact: string): string | undefined {
  const value = fact.slice(fact.indexOf(' argument ')).replaceAll("'", '"');
  if (!fact.includes('--output <format>') || !leaf.options.some(({ long }) => long === '--query')) return undefined;
  for (const [pattern, flag] of FORMATS) {
    const typed = pattern.exec(value)?.[1];
    if (typed !== undefined) return `Write ${flag} instead of -o ${typed}. ${runHint([...path, '--help'])}`;
  }
  return undefined;
}
