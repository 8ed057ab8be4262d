import { chmod, link, lstat, open, rename, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SwrctlError, systemCode } from '../../base/errors.ts';
import { lookAt, type Existing } from './existing.ts';
import { writeError } from '../invalid-source.ts';

export type OutputKind = 'file' | 'directory';

/** An output that is to get its name. */
export interface Placing {
  /** The finished file or folder. */
  readonly made: string;
  readonly target: string;
  readonly kind: OutputKind;
  /** Replaces what may be replaced. */
  readonly force: boolean;
  /** Where what was there waits, on the same file system. */
  readonly aside: string;
}

/**
 * Refuses what must not be replaced: without `force` everything, with it all but a file, an empty folder and an OCI
 * layout.
 *
 * @param at where it is now, if it has been moved.
 * @throws {SwrctlError} OUTPUT_EXISTS
 */
export async function requireReplaceable(
  target: string,
  kind: OutputKind,
  force: boolean,
  at = target,
): Promise<Exclude<Existing, { kind: 'other' }>> {
  const existing = await lookAt(at);
  if (existing.kind === 'nothing') return existing;
  if (existing.kind === 'other') {
    const isFolder = (await lstat(at).catch(() => undefined))?.isDirectory() === true;
    const inside = join(target, kind === 'file' ? 'image.tar' : 'image');
    throw new SwrctlError('OUTPUT_EXISTS', `${target} ${existing.what}, so it is not replaced`, {
      hint: isFolder ? `Name something in it: -o '${inside}'` : 'Choose another name',
    });
  }
  if (!force) throw outputExists(target);
  return existing;
}

function outputExists(path: string, cause?: unknown): SwrctlError {
  return new SwrctlError('OUTPUT_EXISTS', `${path} exists already`, {
    hint: 'Choose another name, or replace it with --force',
    cause,
  });
}

/**
 * Puts the output at its name. What is there is looked at once more, since anything may have happened while the output
 * was made. A new file takes the place of an old one in one step, as does a folder that of an empty one; a layout is moved
 * aside first.
 *
 * @throws {SwrctlError} OUTPUT_EXISTS, DISK; what was there is there then.
 */
export async function placeOutput(placing: Placing): Promise<void> {
  const { made, target, kind, force } = placing;
  const existing = await requireReplaceable(target, kind, force);
  try {
    await (existing.kind === 'nothing' ? placeNew(made, target, kind) : replace(placing, existing));
  } catch (error) {
    const exists = ['EEXIST', 'ENOTEMPTY', 'ENOTDIR', 'EISDIR'].includes(systemCode(error) ?? '');
    throw exists ? outputExists(target, error) : writeError(error, target);
  }
}

const placeNew = (made: string, target: string, kind: OutputKind): Promise<void> =>
  kind === 'file' ? linkOrRename(made, target) : rename(made, target);

async function replace(placing: Placing, existing: Exclude<Existing, { kind: 'nothing' | 'other' }>): Promise<void> {
  const { made, target, kind } = placing;
  const isSameKind = (existing.kind === 'file') === (kind === 'file');
  if (isSameKind) await chmod(made, existing.mode); // what only its owner could read stays so
  if (existing.kind === 'layout' || (existing.kind === 'file' && kind === 'directory')) return exchange(placing);
  if (!isSameKind) await rmdir(target); // an empty folder; the system removes no other
  return isSameKind ? rename(made, target) : placeNew(made, target, kind);
}

/** Once it has been moved, nobody changes it by its name any more. */
async function exchange({ made, target, kind, aside }: Placing): Promise<void> {
  await rename(target, aside);
  try {
    await requireReplaceable(target, kind, true, aside);
    await placeNew(made, target, kind);
  } catch (error) {
    await putBack(aside, target);
    throw error;
  }
}

/** Gives an output that was moved aside its name back, unless something else has it now. */
export async function putBack(aside: string, target: string): Promise<void> {
  if ((await exists(aside)) && !(await exists(target))) await rename(aside, target);
}

/** A hard link never replaces what another process has put there meanwhile; some file systems have none. */
async function linkOrRename(made: string, target: string): Promise<void> {
  try {
    await link(made, target);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw error;
    if (await exists(target)) throw outputExists(target);
    await rename(made, target);
  }
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
