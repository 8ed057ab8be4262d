import { SwrctlError } from '../../base/errors.ts';
import type { Descriptor } from '../../model/descriptor.ts';
import type { Digest } from '../../model/digest.ts';
import type { ArchiveOutput } from '../output/archive-output.ts';
import type { EntryBytes } from '../output/fill-entry.ts';

/** Which blobs are in the archive that is being made, and in which entries. */
export interface BlobStore {
  readonly has: (digest: Digest) => boolean;
  /** Keeps a place for a blob that will come. @returns bytes of it that an earlier run left. */
  readonly reserve: (descriptor: Descriptor) => number;
  /** The entry of a stored blob. @throws {SwrctlError} FAILED when it was never stored. */
  readonly entryOf: (descriptor: Descriptor) => string;
  /**
   * Stores a blob once, also when it comes twice at the same time; one that failed can be stored again.
   *
   * @throws {SwrctlError} CONTENT_MISMATCH when it is another one.
   */
  readonly write: (descriptor: Descriptor, bytes: Omit<EntryBytes, 'expected'>) => Promise<void>;
}

/** @param entryName the entry that is to hold a blob. */
export function createBlobStore(output: ArchiveOutput, entryName: (descriptor: Descriptor) => string): BlobStore {
  const names = new Map<Digest, string>();
  const running = new Map<Digest, Promise<void>>();
  const places = new Map<Digest, string>();
  /** A blob keeps its first name, also if it comes back under another media type. */
  const placeOf = (descriptor: Descriptor): string => {
    const place = places.get(descriptor.digest) ?? entryName(descriptor);
    places.set(descriptor.digest, place);
    return place;
  };
  return {
    has: (digest) => names.has(digest),
    reserve: (descriptor) => {
      if (places.has(descriptor.digest)) return 0;
      return output.reserve(placeOf(descriptor), descriptor.size);
    },
    entryOf: ({ digest }) => {
      const name = names.get(digest);
      if (name !== undefined) return name;
      throw new SwrctlError('FAILED', `${digest} is part of an image, but was not stored in the archive`);
    },
    write: (descriptor, bytes) => {
      const { digest, size } = descriptor;
      if (names.has(digest)) return Promise.resolve();
      const started = running.get(digest);
      if (started !== undefined) return started;
      const name = placeOf(descriptor);
      const writing = output
        .write(name, size, { ...bytes, expected: { digest, size } })
        .then(() => void names.set(digest, name))
        .finally(() => running.delete(digest));
      running.set(digest, writing);
      return writing;
    },
  };
}
