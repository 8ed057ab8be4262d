import { dirname } from 'node:path';
import { SwrctlError, systemCode } from '../base/errors.ts';
import { createPrivateFolder, diskError } from './local-file.ts';

/** About 20 seconds of waiting: longer than any holder needs, longer than the 10 s after which a dead one is noticed. */
const RETRIES = { retries: 120, factor: 1.2, minTimeout: 10, maxTimeout: 200, randomize: true };

/**
 * Does `work` while no other swrctl process holds the lock of `path`. The lock is the folder `<path>.lock`; one that a
 * dead process left is taken over after 10 seconds.
 *
 * @throws {SwrctlError} DISK when the lock cannot be had; what `work` throws.
 */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  await createPrivateFolder(dirname(path));
  const release = await acquire(path);
  try {
    return await work();
  } finally {
    await release().catch(() => undefined); // taken over by somebody who thought us dead; the work is done
  }
}

async function acquire(path: string): Promise<() => Promise<void>> {
  const { lock } = await import('proper-lockfile');
  try {
    return await lock(path, { realpath: false, retries: RETRIES, onCompromised: () => undefined });
  } catch (error) {
    if (systemCode(error) !== 'ELOCKED') throw diskError('lock', path, error);
    throw new SwrctlError('DISK', `Another process keeps ${path} locked`, {
      hint: `Wait for it to end; if there is none, run: rm -r '${path}.lock'`,
      cause: error,
    });
  }
}
