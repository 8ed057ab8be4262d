import { SwrctlError } from '../../base/errors.ts';
import { DEFAULT_QUOTAS, type Quotas } from './world.ts';

const KEYS: readonly (keyof Quotas)[] = ['namespace', 'layer', 'repository', 'tag'];

/** What `swrctl quota` calls them, where that differs. */
const OTHER_NAMES: Readonly<Record<string, keyof Quotas>> = { organization: 'namespace' };

const keyOf = (name: string): keyof Quotas | undefined =>
  Object.hasOwn(OTHER_NAMES, name) ? OTHER_NAMES[name] : KEYS.find((known) => known === name);

/**
 * The default quotas with some changed, each under its key or under the name that `swrctl quota` shows.
 *
 * @throws {SwrctlError} USAGE for an unknown name or a negative limit.
 */
export function parseQuotas(changed: Readonly<Record<string, number>>): Quotas {
  const limits = Object.entries(changed).map(([name, limit]) => {
    const key = keyOf(name);
    if (key !== undefined && Number.isSafeInteger(limit) && limit >= 0) return [key, limit] as const;
    throw new SwrctlError('USAGE', `"${name}=${limit}" is not a quota`, {
      hint: `Use one of ${[...Object.keys(OTHER_NAMES), ...KEYS].join(', ')} with a whole number, for example tag=300`,
    });
  });
  return { ...DEFAULT_QUOTAS, ...Object.fromEntries(limits) };
}
