import { SwrctlError } from '../../base/errors.ts';
import { DEFAULT_QUOTAS, type InstanceQuotas, type Quotas } from './world.ts';

type SharedKey = Exclude<keyof Quotas, 'ee'>;

const KEYS: readonly SharedKey[] = ['namespace', 'layer', 'repository', 'tag'];

/** Before the names of those of instances. */
const OF_INSTANCES = 'ee.';

const INSTANCE_KEYS = Object.keys(DEFAULT_QUOTAS.ee) as (keyof InstanceQuotas)[];

/** What `swrctl quota` calls them, where that differs. */
const OTHER_NAMES: Readonly<Record<string, 'namespace'>> = { organization: 'namespace' };

function keyOf<K extends string>(name: string, keys: readonly (K | 'namespace')[]): K | 'namespace' | undefined {
  return Object.hasOwn(OTHER_NAMES, name) ? OTHER_NAMES[name] : keys.find((known) => known === name);
}

/**
 * The default quotas with some changed, each under its key or under the name that `swrctl quota` shows.
 *
 * @throws {SwrctlError} USAGE for an unknown name or a negative limit.
 */
export function parseQuotas(changed: Readonly<Record<string, number>>): Quotas {
  const shared: Partial<Record<SharedKey, number>> = {};
  const ee: Partial<Record<keyof InstanceQuotas, number>> = {};
  for (const [name, limit] of Object.entries(changed)) {
    if (!Number.isSafeInteger(limit) || limit < 0) throw noQuota(name, limit);
    if (name.startsWith(OF_INSTANCES)) {
      const key = keyOf(name.slice(OF_INSTANCES.length), INSTANCE_KEYS);
      if (key === undefined) throw noQuota(name, limit);
      ee[key] = limit;
    } else {
      const key = keyOf(name, KEYS);
      if (key === undefined) throw noQuota(name, limit);
      shared[key] = limit;
    }
  }
  return { ...DEFAULT_QUOTAS, ...shared, ee: { ...DEFAULT_QUOTAS.ee, ...ee } };
}

function noQuota(name: string, limit: number): SwrctlError {
  const known = [...Object.keys(OTHER_NAMES), ...KEYS, ...INSTANCE_KEYS.map((key) => `${OF_INSTANCES}${key}`)];
  return new SwrctlError('USAGE', `"${name}=${limit}" is not a quota`, {
    hint: `Use one of ${known.join(', ')} with a whole number, for example tag=300`,
  });
}
