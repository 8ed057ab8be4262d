import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ArchiveOutput } from './archive-output.ts';
import { writeError } from './invalid-source.ts';
import { openPartialOutput, type OutputOptions } from './output-path.ts';

/** A folder of files. Names come from digests and constants, never from an image. @throws {SwrctlError} OUTPUT_EXISTS, DISK */
export async function createDirectory(path: string, options: OutputOptions = {}): Promise<ArchiveOutput> {
  const partial = await openPartialOutput(path, 'directory', options);
  const root = join(partial.folder, 'layout');
  return {
    folder: partial.folder,
    reserve: () => undefined,
    write: async (name, _size, open, stages) => {
      const file = join(root, name);
      try {
        await mkdir(dirname(file), { recursive: true });
        await pipeline([await open(), ...stages(), createWriteStream(file, { flush: true })]);
      } catch (error) {
        throw writeError(error, path);
      }
    },
    commit: () => partial.commit(root),
    discard: partial.discard,
  };
}
