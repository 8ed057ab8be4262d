import { lstat, readlink, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Stats } from 'node:fs';
import { SwrctlError } from '../../base/errors.ts';

/** Where a path leads to. */
export interface Place {
  readonly path: string;
  /** Number of the open file of this process that the path stands for, as `/dev/stdout` and `/dev/fd/63` do. */
  readonly descriptor?: number;
}

/** As Linux counts. */
const MAX_LINKS = 40;
const STICKY = 0o1000;
const OTHERS_WRITE = 0o002;

/**
 * Follows links to the place that a write to `path` would go to, which need not be there: a link that leads to nothing
 * yet names the file to make.
 *
 * @throws {SwrctlError} DISK for links in a circle; OUTPUT_EXISTS for a link that somebody else put into a folder that
 *   everybody writes to, which the kernel would not follow either (proc(5), protected_symlinks).
 */
export async function followLinks(path: string): Promise<Place> {
  let place = resolve(path);
  for (let count = 0; count <= MAX_LINKS; count += 1) {
    const folder = await realpath(dirname(place)).catch(() => undefined);
    if (folder === undefined) return { path: place }; // whoever writes there says what is wrong
    const here = join(folder, basename(place));
    const descriptor = await descriptorAt(folder, basename(place));
    if (descriptor !== undefined) return { path: here, descriptor };
    const info = await lstat(here).catch(() => undefined);
    if (info?.isSymbolicLink() !== true) return { path: here };
    await requireTrusted(here, info, await lstat(folder));
    place = resolve(folder, await readlink(here));
  }
  throw new SwrctlError('DISK', `${path} cannot be written: its links lead in a circle`, {
    hint: 'Choose another name',
  });
}

async function descriptorAt(folder: string, name: string): Promise<number | undefined> {
  if (!/^\d{1,6}$/.test(name)) return undefined;
  const own = await realpath('/proc/self/fd').catch(() => '/dev/fd'); // not Linux
  return folder === own ? Number(name) : undefined;
}

async function requireTrusted(path: string, link: Stats, folder: Stats): Promise<void> {
  const isShared = (folder.mode & STICKY) !== 0 && (folder.mode & OTHERS_WRITE) !== 0;
  if (!isShared || link.uid === folder.uid) return;
  const self = await stat('/proc/self').catch(() => undefined); // not Linux
  if (self === undefined || self.uid === link.uid) return;
  throw new SwrctlError('OUTPUT_EXISTS', `${path} is a link that somebody else has put there, so it is not followed`, {
    hint: 'Choose another folder, or another name',
  });
}
