import { link, lstat, open, realpath, rename } from 'node:fs/promises';
import { SwrctlError, systemCode } from '../errors.ts';
import { writeError } from './invalid-source.ts';

export type OutputKind = 'file' | 'directory';

/**
 * The path to write, links followed; refuses what must not be replaced.
 *
 * @param onExisting called before an existing output is judged.
 * @throws {SwrctlError} OUTPUT_EXISTS
 */
export async function resolveTarget(
  path: string,
  kind: OutputKind,
  force: boolean,
  onExisting: (target: string) => Promise<void>,
): Promise<string> {
  const target = await realpath(path).catch(() => path); // not there yet, mostly
  const info = await lstat(target).catch(() => undefined);
  if (info === undefined) return target;
  await onExisting(target);
  if (!force) throw outputExists(path);
  if (kind === 'file' ? info.isFile() : info.isDirectory()) return target;
  throw new SwrctlError('OUTPUT_EXISTS', `${path} exists and is not a ${kind}, so it is not replaced`, {
    hint: 'Choose another name',
  });
}

function outputExists(path: string, cause?: unknown): SwrctlError {
  return new SwrctlError('OUTPUT_EXISTS', `${path} exists already`, {
    hint: 'Choose another name, or replace it with --force',
    cause,
  });
}

/** Puts the output at its name; what was there goes to `aside`, or else must not be there. */
export async function placeOutput(made: string, target: string, kind: OutputKind, aside?: string): Promise<void> {
  try {
    if (aside !== undefined && kind === 'directory') await rename(target, aside).catch(ignoreMissing);
    if (aside === undefined && kind === 'file') await linkOrRename(made, target);
    else await rename(made, target);
  } catch (error) {
    const exists = ['EEXIST', 'ENOTEMPTY', 'ENOTDIR'].includes(systemCode(error) ?? '');
    throw exists ? outputExists(target, error) : writeError(error, target);
  }
}

/** A hard link never replaces what another process has put there meanwhile; some file systems have none. */
async function linkOrRename(made: string, target: string): Promise<void> {
  try {
    await link(made, target);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw error;
    if ((await lstat(target).catch(() => undefined)) !== undefined) throw outputExists(target);
    await rename(made, target);
  }
}

function ignoreMissing(error: unknown): void {
  if (systemCode(error) !== 'ENOENT') throw error;
}

/** Brings the names in a folder to the disk, where the system can. */
export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r').catch(() => undefined); // Windows cannot open folders
  await handle?.sync().catch(() => undefined); // nor can every file system sync them; the file itself is safe
  await handle?.close();
}

export async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}

/** True when both are names of one file. */
export async function isSameFile(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([a, b].map((path) => lstat(path).catch(() => undefined)));
  return one?.isFile() === true && one.dev === other?.dev && one.ino === other.ino;
}
