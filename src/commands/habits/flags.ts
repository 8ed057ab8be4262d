import type { Command } from 'commander';
import { leafOf } from './tree-words.ts';
import { runHint } from './run-hint.ts';
import { typedLine, withoutTag, type Meant } from './typed-line.ts';

/** Flags of others, and what does the same here where a command takes it. */
const FLAGS: Readonly<Record<string, string>> = {
  '-v': '--debug',
  '--verbose': '--debug',
  '--trace': '--debug',
  '--log-level': '--debug',
  '-y': '--yes',
  '-f': '--yes',
  '--force': '--yes',
  '--assume-yes': '--yes',
  '--no-trunc': '--output wide',
  '--format': '--output table, wide, json, yaml, tsv or name',
  '--template': '--query EXPRESSION',
  '--jq': '--query EXPRESSION',
  '--cli-query': '--query EXPRESSION',
  '--cli-output': '--output json',
  '--cli-region': '--region REGION',
  '--cli-profile': '--profile NAME',
  '--context': '--profile NAME',
  '-n': '--org ORG',
  '--namespace': '--org ORG',
  '--organization': '--org ORG',
  '-a': '--all',
  '--page-size': '--limit COUNT',
};

const SECRETS = /^(?:-p|--pass(?:word)?|--creds|--(?:src|dest)-creds|--cli-secret-key|--sk|--secret-key|--token)$/;
const TLS = /^(?:-k|--(?:src-|dest-)?tls-verify|--no-check-certificate|--insecure-skip-tls-verify|--skip-tls-verify)$/;

/** What was meant by a flag that the command has not, as a hint. @param path of the command */
export function meantByFlag(root: Command, path: Meant, flag: string, argv: readonly string[]): string | undefined {
  const { leaf } = leafOf(root, path);
  if (path.length === 0 && flag === '-v') return runHint(['--version']);
  if (SECRETS.test(flag)) return loginHint(path, argv);
  if (TLS.test(flag))
    return `Write --insecure HOST, with the host whose certificate is not to be verified. ${runHint(['help', 'connection'])}`;
  return (
    pushOf(path, flag, argv) ?? allOf(path, flag, argv) ?? countOf(leaf, path, flag, argv) ?? replaced(leaf, path, flag)
  );
}

/** A password is not for the command line; nothing that was typed behind the flag is repeated. */
function loginHint(path: Meant, argv: readonly string[]): string {
  const { operands } = typedLine(argv, ['-p', '-u']);
  const host = path.at(-1) === 'login' ? operands.find((word) => /^[\w.-]+[.:][\w.:-]+$/.test(word)) : undefined;
  const isKey = argv.some((word) => /^--(?:cli-secret-key|sk|secret-key)(?:=|$)/.test(word));
  return isKey
    ? 'The secret key is read from stdin. Run: swrctl login --sk-stdin < FILE'
    : `The password is read from stdin. Run: swrctl login ${host ?? 'HOST'} -u USER --password-stdin < FILE`;
}

/** `push -t REF FILE`, `push -f FILE REF`, `push FILE REF --tag TAG`: all are words without a flag here. */
function pushOf(path: Meant, flag: string, argv: readonly string[]): string | undefined {
  if (path.join(' ') !== 'push' || !/^(?:-t|--tag|-f|-i|--file|--input)$/.test(flag)) return undefined;
  const { operands, valueOf } = typedLine(argv, ['-t', '-f', '-i']);
  const [, ...words] = operands;
  const file = valueOf('-f', '-i', '--file', '--input') ?? words.shift() ?? '-';
  return runHint(['push', file, ...targets(words, valueOf('-t', '--tag'))]);
}

/** @param tag a whole reference, or a tag alone, which replaces those of the references */
function targets(references: readonly string[], tag = ''): readonly string[] {
  if (tag === '') return references;
  if (/[/:@]/.test(tag)) return [tag, ...references];
  const repositories = references.length === 0 ? ['ORG/REPO'] : references.map(withoutTag);
  return [...new Set(repositories)].map((repository) => `${repository}:${tag}`);
}

/** `pull -a` and `push --all-tags` of docker, `copy --all` of skopeo: all tags, or all platforms. */
function allOf(path: Meant, flag: string, argv: readonly string[]): string | undefined {
  const [verb = ''] = path;
  if (!/^(?:push|pull|copy)$/.test(verb) || !/^(?:-a|--all|--all-tags|--multi-arch)$/.test(flag)) return undefined;
  const [, ...words] = typedLine(argv).operands;
  // what is pushed is an archive, and behind it stands where to
  const source = verb === 'push' ? undefined : words[0];
  const target = verb === 'copy' ? words[1] : undefined;
  const copy = runHint(['copy', withoutTag(source ?? 'SOURCE'), withoutTag(target ?? 'ORG/REPO'), '--all-tags']);
  if (verb === 'copy') return `All platforms are copied without a flag. For all tags: ${copy}`;
  if (verb === 'push') return `What is pushed is an archive. For all tags of a registry: ${copy}`;
  const pull = runHint(['pull', source ?? 'REFERENCE', '--all-platforms', '--format', 'oci-archive']);
  return `For all platforms: ${pull}\nFor all tags: ${copy}`;
}

/** `-n 5` is a number of rows; `-n team` is kubectl's namespace. */
function countOf(leaf: Command, path: Meant, flag: string, argv: readonly string[]): string | undefined {
  if (flag !== '-n') return isOfOrgs(path) && FLAGS[flag] === '--org ORG' ? help(path) : undefined;
  const attached = argv.find((word) => /^-n[^-]/.test(word))?.slice(2);
  const value = (attached ?? typedLine(argv).valueOf('-n') ?? '').replace(/^=/, '');
  if (!/^\d+$/.test(value)) return isOfOrgs(path) ? help(path) : undefined;
  const hasLimit = leaf.options.some(({ long }) => long === '--limit');
  return hasLimit ? `Write --limit ${value} instead of -n. ${help(path)}` : help(path);
}

/** Commands that would not look at `--org`: they name organizations themselves, or have none. */
const isOfOrgs = ([noun = '']: Meant): boolean =>
  /^(?:org|auth|config|regions|completion|emulator|explain|help|version|doctor|usage|api|logout)$/.test(noun);

const help = (path: Meant): string => runHint([...path, '--help']);

function replaced(leaf: Command, path: Meant, flag: string): string | undefined {
  const known = Object.hasOwn(FLAGS, flag) ? FLAGS[flag] : undefined;
  const long = /^--[a-z-]+/.exec(known ?? '')?.[0];
  if (known === undefined || !leaf.options.some((option) => option.long === long)) return undefined;
  return `Write ${known} instead of ${flag}. ${help(path)}`;
}
