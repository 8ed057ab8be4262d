import { lstat, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SwrctlError } from '../errors.ts';
import type { WriteOptions } from './archive-output.ts';
import { writeError } from './invalid-source.ts';
import { isLockFile, lockFolder, type LockOwner, type PartialLock } from './partial-lock.ts';
import { MARKS } from './partial-marks.ts';
import { exists, isSameFile, placeOutput, resolveTarget, syncFolder, type OutputKind } from './output-path.ts';

/** A place for an output while it is made. It gets its final name only by `commit`. */
export interface PartialOutput {
  /** A private folder beside the output, `OUT.partial`. */
  readonly folder: string;
  /** Gives `made`, the file or folder that was asked for, the final name, and removes `folder`. */
  readonly commit: () => Promise<void>;
  /** Removes `folder` with everything in it. */
  readonly discard: () => Promise<void>;
  /** Leaves `folder` for a later run, or removes it when there is nothing in it. @returns whether it stays. */
  readonly keep: () => Promise<boolean>;
}

export interface OutputOptions extends WriteOptions {
  /** Replaces an existing output. Default false. */
  readonly force?: boolean;
  /** Uses what an earlier run left. Default true; false removes it. */
  readonly resume?: boolean;
  /** Who writes. Without it, a process that was killed is told from one at work only by waiting. */
  readonly owner?: LockOwner | undefined;
}

/** What is to be made, and what an earlier run may have left of it. */
export interface PartialShape {
  readonly kind: OutputKind;
  /** The file or folder in `OUT.partial` that becomes the output. */
  readonly made: string;
  /** Other names there that are of use again. */
  readonly isOfUse: (name: string) => boolean;
}

/** Where an existing output waits while a new folder takes its place. */
const REPLACED = 'replaced';

/**
 * Opens the place beside an output where it is made: always the same one, so that what a run left is found by the next.
 * One process at a time can have it.
 *
 * @throws {SwrctlError} OUTPUT_EXISTS, also when another process is making it; DISK when the folder cannot be written.
 */
export async function openPartialOutput(
  path: string,
  { kind, made, isOfUse }: PartialShape,
  { force = false, resume = true, owner, signal }: OutputOptions = {},
): Promise<PartialOutput> {
  try {
    const target = await resolveTarget(path, kind, force, sweep(made));
    const folder = partialFolder(target);
    const lock = await lockFolder(folder, path, { owner, signal });
    await clear(folder, target, (name) => resume && (name === made || isOfUse(name)));
    const place = (): Promise<void> =>
      placeOutput(join(folder, made), target, kind, force ? join(folder, REPLACED) : undefined);
    return partialOutput(folder, path, lock, async () => {
      await place();
      await syncFolder(dirname(target));
    });
  } catch (error) {
    throw writeError(error, path);
  }
}

const partialFolder = (target: string): string => `${target}.partial`;

/** A run that was killed when the output just had got its name leaves its folder, with a second name of the same file. */
function sweep(made: string): (target: string) => Promise<void> {
  return async (target) => {
    const folder = partialFolder(target);
    if (await isSameFile(target, join(folder, made))) await rm(folder, { recursive: true, force: true });
  };
}

/** Removes what is of no use: temporary files of a run that was killed, another format, all of it without resume. */
async function clear(folder: string, target: string, isKept: (name: string) => boolean): Promise<void> {
  // A run was killed between moving the old output away and the new one in.
  if (!(await exists(target))) await rename(join(folder, REPLACED), target).catch(() => undefined); // mostly not there
  for (const name of await readdir(folder)) {
    if (!isLockFile(name) && !isKept(name)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

function partialOutput(folder: string, path: string, lock: PartialLock, place: () => Promise<void>): PartialOutput {
  const remove = async (): Promise<void> => {
    const isHeld = await lock.isHeld();
    await lock.drop();
    if (isHeld) await rm(folder, { recursive: true, force: true });
  };
  return {
    folder,
    commit: async () => {
      if (!(await lock.isHeld())) {
        throw new SwrctlError('FAILED', `Another process has taken over ${path}`, {
          hint: 'Wait until it has finished, or choose another name',
        });
      }
      await place();
      await remove();
    },
    discard: remove,
    keep: async () => {
      const isWorthIt = await hasContent(folder);
      await (isWorthIt ? lock.release() : remove());
      return isWorthIt;
    },
  };
}

async function hasContent(folder: string): Promise<boolean> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || isLockFile(entry.name) || entry.name === MARKS) continue;
    if ((await lstat(join(entry.parentPath, entry.name))).size > 0) return true;
  }
  return false;
}
