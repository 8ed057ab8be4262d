import { ENGINES } from '../../auth/engines.ts';
import type { Value } from '../../completion/spec.ts';
import { LIMIT_NAMES } from '../../model/limits.ts';
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
  '<method>': ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
};

/** What may stand for an option or argument. @param topLevel names of the commands, which `help` takes */
export function knownValue(name: string, topLevel: readonly string[]): Value | undefined {
  if (name === '[words]') return { kind: 'choice', choices: [...TOPIC_NAMES, ...topLevel] };
  const choices = WORDS[name];
  return choices === undefined ? undefined : { kind: 'choice', choices };
}
