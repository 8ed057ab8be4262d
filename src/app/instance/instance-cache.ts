import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { array, map, object, string } from '../../base/decode.ts';
import { hasCode } from '../../base/errors.ts';
import { removeFile } from '../../auth/local-file.ts';
import { withLock } from '../../auth/lock.ts';
import { readOwnFile, writeOwnFile } from '../../auth/own-file.ts';
import type { InstancePlace } from '../../model/instance.ts';

/** Milliseconds that names are believed without asking again. */
const LIFE = 3_600_000;

/** Which instances there were when somebody last asked, for one account and project. */
export interface InstanceCache {
  /** Undefined when nobody asked within the last hour. */
  readonly get: () => Promise<readonly InstancePlace[] | undefined>;
  readonly set: (places: readonly InstancePlace[]) => Promise<void>;
  readonly drop: () => Promise<void>;
}

const decodeKept = object({
  at: map(string, (text) => new Date(text)),
  instances: array(object({ id: string, name: string, host: string })),
});

/** @param identity everything that decides the answer; it is hashed. */
export function createInstanceCache(cacheDir: string, identity: readonly string[], now: () => Date): InstanceCache {
  const hash = createHash('sha256').update(JSON.stringify(identity)).digest('hex');
  const path = join(cacheDir, 'instances', `${hash.slice(0, 32)}.json`);
  return {
    get: async () => {
      const kept = await read(path);
      const age = kept === undefined ? NaN : now().getTime() - kept.at.getTime();
      return age >= 0 && age < LIFE ? kept?.instances : undefined;
    },
    // It only saves a request: a folder that cannot be written to must not end a command.
    set: (instances) =>
      withLock(path, () => writeOwnFile(path, { at: now().toISOString(), instances })).catch(ignoreDisk),
    drop: () => removeFile(path).catch(ignoreDisk),
  };
}

function ignoreDisk(error: unknown): void {
  if (!hasCode(error, 'DISK')) throw error;
}

/** A damaged cache is none. */
async function read(path: string) {
  try {
    return await readOwnFile(path, decodeKept);
  } catch (error) {
    if (hasCode(error, 'CONFIG_INVALID', 'DISK')) return undefined;
    throw error;
  }
}
