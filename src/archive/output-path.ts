import { link, lstat, mkdtemp, open, realpath, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SwrctlError, systemCode } from '../errors.ts';
import { writeError } from './invalid-source.ts';

/** A place for an output while it is made. It gets its final name only by `commit`. */
export interface PartialOutput {
  /** A private folder beside the output, `OUT.partial-*`. */
  readonly folder: string;
  /** Gives `made`, a file or folder in `folder`, the final name, and removes `folder`. */
  readonly commit: (made: string) => Promise<void>;
  /** Removes `folder` with everything in it. */
  readonly discard: () => Promise<void>;
}

export interface OutputOptions {
  /** Replaces an existing output. Default false. */
  readonly force?: boolean;
}

/** @throws {SwrctlError} OUTPUT_EXISTS; DISK when the folder cannot be written. */
export async function openPartialOutput(
  path: string,
  kind: 'file' | 'directory',
  { force = false }: OutputOptions = {},
): Promise<PartialOutput> {
  const target = await resolveTarget(path, kind, force);
  try {
    const folder = await mkdtemp(`${target}.partial-`);
    const discard = (): Promise<void> => rm(folder, { recursive: true, force: true });
    return {
      folder,
      discard,
      commit: async (made) => {
        await place(made, target, kind, force ? join(folder, 'replaced') : undefined);
        await syncFolder(dirname(target));
        await discard();
      },
    };
  } catch (error) {
    throw writeError(error, path);
  }
}

/** The path to write, links followed; refuses what must not be replaced. */
async function resolveTarget(path: string, kind: 'file' | 'directory', force: boolean): Promise<string> {
  const target = await realpath(path).catch(() => path); // not there yet, mostly
  const info = await lstat(target).catch(() => undefined);
  if (info === undefined) return target;
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
async function place(made: string, target: string, kind: 'file' | 'directory', aside?: string): Promise<void> {
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

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r').catch(() => undefined); // Windows cannot open folders
  await handle?.sync().catch(() => undefined); // nor can every file system sync them; the file itself is safe
  await handle?.close();
}
