import { createReadStream, type Stats } from 'node:fs';
import { lstat, mkdir, open, readdir, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { hasCode } from '../../base/errors.ts';
import type { ArchiveOutput } from '../output/archive-output.ts';
import { fillEntry } from '../output/fill-entry.ts';
import { isIngested } from './ingest.ts';
import { writeError } from '../invalid-source.ts';
import { openPartialOutput, type OutputOptions } from '../partial/partial-output.ts';

const LAYOUT = 'layout';

/** A folder of files. Names come from digests and constants, never from an image. @throws {SwrctlError} OUTPUT_EXISTS, DISK */
export async function createDirectory(path: string, options: OutputOptions = {}): Promise<ArchiveOutput> {
  const shape = { kind: 'directory', made: LAYOUT, isOfUse: isIngested } as const;
  const partial = await openPartialOutput(path, shape, options);
  const root = join(partial.folder, LAYOUT);
  const earlier = await filesIn(root);
  const written = new Set<string>();
  /** A file that is longer than it should be is another one. */
  const earlierBytes = (name: string, size: number): number => {
    const found = earlier.get(name) ?? 0;
    return found > size ? 0 : found;
  };
  return {
    folder: partial.folder,
    reserve: earlierBytes,
    write: async (name, size, bytes) => {
      const file = join(root, name);
      const place = {
        earlier: earlierBytes(name, size),
        read: () => createReadStream(file),
        // Opened first: what comes before a cut must not be lost in a stream that is still opening its file.
        write: async (start: number) =>
          (await open(file, start > 0 ? 'r+' : 'w')).createWriteStream({ start, flush: true }),
      };
      try {
        await mkdir(dirname(file), { recursive: true });
        await fillEntry(bytes, place, options.signal);
      } catch (error) {
        const { size: left } = await lstat(file).catch(() => ({ size: 0 })); // not even begun
        earlier.set(name, hasCode(error, 'CONTENT_MISMATCH') ? 0 : left);
        throw writeError(error, path);
      }
      written.add(name);
    },
    commit: async () => {
      for (const name of earlier.keys()) if (!written.has(name)) await rm(join(root, name), { force: true });
      await partial.commit();
    },
    discard: partial.discard,
    keep: partial.keep,
  };
}

/** Names with sizes of what an earlier run left. Links and other special files are none of ours. */
async function filesIn(root: string): Promise<Map<string, number>> {
  const files = new Map<string, number>();
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true }).catch(() => [])) {
    const path = join(entry.parentPath, entry.name);
    const info = await lstat(path);
    if (isOwnFile(info)) files.set(relative(root, path), info.size);
    else if (!info.isDirectory()) await rm(path);
  }
  return files;
}

/** A file with a second name is somebody's: writing into it would change both. */
function isOwnFile(info: Stats): boolean {
  return info.isFile() && info.nlink === 1;
}
