import { ENGINES } from '../../auth/engines.ts';
import type { Value } from '../../completion/spec.ts';
import type { LiveKind } from '../../completion/live-kinds.ts';
import { CLOUDS } from '../../model/clouds.ts';
import { LIMIT_NAMES } from '../../model/limits.ts';
import { CONFIG_KEYS } from '../config/keys.ts';
import { TOPIC_NAMES } from '../help/topic-names.ts';

const upTo = (last: number): string[] => Array.from({ length: last }, (_, index) => String(index + 1));

const PLATFORMS = ['linux/amd64', 'linux/arm64', 'linux/arm/v7', 'windows/amd64'];
const CONDITIONS = ['all', 'tag=', 'regex='];
const ENDS = ['forever', '7d', '30d', '90d', '365d'];
const LIVES = ['1h', '6h', '12h', '24h'];

/**
 * Words to offer for values that commander knows no choices of, by option and argument as help writes them. What ends
 * with `=` wants more behind it.
 */
export const WORDS: Readonly<Record<string, readonly string[]>> = {
  '--compression-level <n>': upTo(12),
  '--jobs <count>': upTo(16),
  '--platform <os/arch[/variant]>': PLATFORMS,
  '--for <programs>': ENGINES,
  '--until <end>': ENDS,
  '--expiring <duration>': ENDS.slice(1),
  '--on <condition>': CONDITIONS,
  '--duration <time>': LIVES,
  '--duration <duration>': LIVES,
  '--workload <kind/name>': ['deployment/', 'statefulset/'],
  '--limit <name=value>': LIMIT_NAMES.map((name) => `${name}=`),
  '<key>': [...CONFIG_KEYS],
  '<method>': ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
};

/** Names that only the service or the profiles know. */
const LIVE: Readonly<Record<string, LiveKind>> = {
  ...{ '<org>': 'org', '[org]': 'org', '--org <organization>': 'org', '--to-org <org>': 'org' },
  ...{ '<org/repo>': 'repo', '[org/repo]': 'repo', '<target>': 'target', '--to <org|reference>': 'target' },
  ...{ '<org/repo:tag>': 'tag', '<org/repo[:tag]>': 'tag' },
  ...{ '<reference>': 'reference', '[reference]': 'reference', '<source|reference>': 'reference' },
  ...{ '<source-a>': 'reference', '<source-b>': 'reference', '<destination>': 'reference' },
  ...{ '--cache-from <ref>': 'reference', '--image <reference>': 'reference' },
  ...{ '<user>': 'user', '<user=level>': 'grant', '--cluster <cluster>': 'cluster', '--profile <name>': 'profile' },
};

/** Of arguments that mean one thing here and another there. */
const LIVE_AT: Readonly<Record<string, LiveKind>> = {
  'auth switch <name>': 'profile',
  'auth remove <name>': 'profile',
  'copy <source>': 'reference',
};

const REGIONS = [...new Set(CLOUDS.flatMap(({ regions }) => regions))];
const PLACES: Readonly<Record<string, readonly string[]>> = {
  '--region <region>': REGIONS,
  '--region <regions>': REGIONS,
  '--to-region <region>': REGIONS,
  '--cloud <domain>': CLOUDS.map(({ domain }) => domain),
};

/**
 * What may stand for an option or argument.
 *
 * @param path of the command that takes it
 * @param topLevel names of the commands, which `help` takes
 */
export function knownValue(name: string, path: readonly string[], topLevel: readonly string[]): Value | undefined {
  if (name === '[words]') return { kind: 'choice', choices: [...TOPIC_NAMES, ...topLevel] };
  const names = LIVE_AT[`${path.join(' ')} ${name}`] ?? LIVE[name];
  if (names !== undefined) return { kind: 'live', names, hasFiles: name.includes('source') };
  const choices = WORDS[name] ?? PLACES[name];
  return choices === undefined ? undefined : { kind: 'choice', choices };
}
