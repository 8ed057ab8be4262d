import { rm } from 'node:fs/promises';
import type { Digest } from '../../model/digest.ts';

/** Keeps removing files and putting them there from getting into each other's way. */
export interface BlobRemoval {
  /** Keeps content that is about to be linked from being removed. Returns how to let go. */
  readonly hold: (digest: Digest) => () => void;
  /** Removes the file, unless somebody holds it. */
  readonly remove: (digest: Digest) => Promise<void>;
  /** Resolves when no removal is under way that would take a new file along. */
  readonly settled: (digest: Digest) => Promise<void>;
}

export function createBlobRemoval(fileOf: (digest: Digest) => string): BlobRemoval {
  const holds = new Map<Digest, number>();
  const removals = new Map<Digest, Promise<void>>();
  return {
    hold: (digest) => {
      holds.set(digest, (holds.get(digest) ?? 0) + 1);
      return () => {
        const left = (holds.get(digest) ?? 1) - 1;
        if (left > 0) holds.set(digest, left);
        else holds.delete(digest);
      };
    },
    remove: async (digest) => {
      if (holds.has(digest)) return;
      const removal = rm(fileOf(digest), { force: true }).finally(() => removals.delete(digest));
      removals.set(digest, removal);
      await removal;
    },
    settled: async (digest) => removals.get(digest),
  };
}
