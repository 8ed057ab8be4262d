import { SwrctlError } from '../../base/errors.ts';
import { DEFAULT_QUOTAS, type Quotas } from './world.ts';

const KEYS: readonly (keyof Quotas)[] = ['namespace', 'layer', 'repository', 'tag'];

/** The default quotas with some changed. @throws {SwrctlError} USAGE for an unknown key or a negative limit. */
export function parseQuotas(changed: Readonly<Record<string, number>>): Quotas {
  for (const [key, limit] of Object.entries(changed)) {
    if (KEYS.some((known) => known === key) && Number.isSafeInteger(limit) && limit >= 0) continue;
    throw new SwrctlError('USAGE', `"${key}=${limit}" is not a quota`, {
      hint: `Use one of ${KEYS.join(', ')} with a whole number, for example tag=300`,
    });
  }
  return { ...DEFAULT_QUOTAS, ...changed };
}
