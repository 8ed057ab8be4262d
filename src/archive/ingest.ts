import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { measure } from '../content/measure.ts';
import { verify } from '../content/verify.ts';
import type { BlobEvents } from '../model/content.ts';
import type { Descriptor } from '../model/descriptor.ts';
import { hexOf, type Digest } from '../model/digest.ts';
import type { BlobStore } from './blob-store.ts';
import { writeError } from './invalid-source.ts';

/** Blobs whose size only their last byte told: they wait in temporary files until a manifest says where they belong. */
export interface Ingest {
  readonly has: (digest: Digest) => boolean;
  readonly add: (
    open: () => Promise<Readable>,
    events: BlobEvents | undefined,
  ) => Promise<{ digest: Digest; size: number }>;
  /** Moves those of the given blobs that wait into the archive, in this order. */
  readonly moveTo: (store: BlobStore, descriptors: readonly Descriptor[]) => Promise<void>;
}

/** @param folder a private folder that somebody else removes. */
export function createIngest(folder: string): Ingest {
  const waiting = new Set<Digest>();
  let count = 0;
  const pathOf = (digest: Digest): string => join(folder, hexOf(digest));
  return {
    has: (digest) => waiting.has(digest),
    add: async (open, events) => {
      count += 1;
      const path = join(folder, `incoming-${count}`);
      const measured = measure(events?.onBytes);
      try {
        await pipeline(await open(), measured.stream, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
      } catch (error) {
        throw writeError(error, folder);
      }
      const result = measured.result();
      await rename(path, pathOf(result.digest));
      waiting.add(result.digest);
      return result;
    },
    moveTo: async (store, descriptors) => {
      for (const descriptor of descriptors.filter(({ digest }) => waiting.has(digest))) {
        const path = pathOf(descriptor.digest);
        await store.write(
          descriptor,
          () => Promise.resolve(createReadStream(path)),
          () => [verify(descriptor)],
        );
        waiting.delete(descriptor.digest);
        await rm(path, { force: true });
      }
    },
  };
}
