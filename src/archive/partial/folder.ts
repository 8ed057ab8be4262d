import { lstat, readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SwrctlError, systemCode } from '../../base/errors.ts';
import { listed } from '../output/existing.ts';
import { isLockFile } from './lock.ts';

/** Where an existing output waits while a new one takes its place. */
export const REPLACED = 'replaced';

const MAX_ATTEMPTS = 10;
const RETRY_MS = 50;

/** Everything that a run puts into `OUT.partial`. */
const OWN_NAME = /^(?:lock\.\d+|archive\.tar|layout|replaced|state\.json(?:\.new)?|incoming-\d+|ingested-.+)$/;

/**
 * A folder of that name may be somebody's own: then nothing in it is touched. Ours is empty, or has a lock and nothing
 * that we do not know.
 *
 * @throws {SwrctlError} OUTPUT_EXISTS
 */
export async function requireOwnFolder(folder: string): Promise<void> {
  const info = await lstat(folder).catch(() => undefined);
  if (info === undefined) return;
  const names = info.isDirectory() ? await namesIn(folder) : undefined;
  const isOwn = names?.length === 0 || (names?.some(isLockFile) && names.every((name) => OWN_NAME.test(name)));
  if (isOwn) return;
  const foreign = names?.filter((name) => !OWN_NAME.test(name)) ?? [];
  const holds = names === undefined ? 'is no folder' : `holds ${listed(foreign.length > 0 ? foreign : names)}`;
  throw new SwrctlError('OUTPUT_EXISTS', `${folder}, where the output is made, is somebody's own: it ${holds}`, {
    hint: 'Move it away, or choose another name for the output',
  });
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return []; // another run has just finished
    throw error;
  });
}

/** Removes what is of no use: temporary files of a run that was killed, another format. */
export async function clearFolder(folder: string, isKept: (name: string) => boolean): Promise<void> {
  for (const name of await namesIn(folder)) {
    if (isLockFile(name) || isKept(name) || !OWN_NAME.test(name)) continue;
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

/**
 * Removes all that is ours, the lock last, so that a folder without one is never ours. What transfers still make that
 * were just told to stop goes, too. An old output that cannot go back, since something else has its name, stays.
 */
export async function removeFolder(folder: string): Promise<void> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    await clearFolder(folder, (name) => name === REPLACED);
    const left = await namesIn(folder);
    if (left.includes(REPLACED)) return;
    for (const name of left) if (isLockFile(name)) await rm(join(folder, name), { force: true });
    if (await isRemoved(folder)) return;
    if (left.some((name) => !OWN_NAME.test(name))) return; // somebody has put something there meanwhile
    await delay(RETRY_MS);
  }
}

async function isRemoved(folder: string): Promise<boolean> {
  try {
    await rmdir(folder);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return true;
    if (systemCode(error) !== 'ENOTEMPTY') throw error;
    return false;
  }
}
