import { lstat, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SwrctlError } from '../../base/errors.ts';
import type { WriteOptions } from '../output/archive-output.ts';
import { followLinks } from '../output/follow-links.ts';
import { writeError } from '../invalid-source.ts';
import { isLockFile, lockFolder, type LockOwner, type PartialLock } from './lock.ts';
import { isSameFile, placeOutput, putBack, requireReplaceable, syncFolder, type OutputKind } from '../output/path.ts';
import { clearFolder, REPLACED, removeFolder, requireOwnFolder } from './folder.ts';
import { MARKS } from './marks.ts';

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
    const { path: target } = await followLinks(path);
    const folder = `${target}.partial`;
    await sweep(folder, join(folder, made), target);
    await requireReplaceable(target, kind, force);
    await requireOwnFolder(folder);
    const lock = await lockFolder(folder, path, { owner, signal });
    const aside = join(folder, REPLACED);
    await putBack(aside, target); // a run was killed between moving the old output away and the new one in
    await clearFolder(folder, (name) => resume && (name === made || isOfUse(name)));
    return partialOutput(folder, path, lock, {
      place: async () => {
        await placeOutput({ made: join(folder, made), target, kind, force, aside });
        await syncFolder(dirname(target));
        await rm(aside, { recursive: true, force: true });
      },
      giveUp: () => putBack(aside, target),
    });
  } catch (error) {
    throw writeError(error, path);
  }
}

/** A run that was killed when the output just had got its name leaves its folder, with a second name of the same file. */
async function sweep(folder: string, made: string, target: string): Promise<void> {
  if (!(await isSameFile(target, made))) return;
  await requireOwnFolder(folder);
  await removeFolder(folder);
}

interface Ends {
  readonly place: () => Promise<void>;
  readonly giveUp: () => Promise<void>;
}

function partialOutput(folder: string, path: string, lock: PartialLock, { place, giveUp }: Ends): PartialOutput {
  const remove = async (): Promise<void> => {
    const isHeld = await lock.isHeld();
    await lock.drop();
    if (!isHeld) return;
    await giveUp();
    await removeFolder(folder);
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
