import { Readable } from 'node:stream';
import { count } from '../content/count.ts';
import { verify } from '../content/verify.ts';
import type { ContentSink } from '../model/content.ts';
import type { Descriptor } from '../model/descriptor.ts';
import type { ImageIndex, ImageManifest } from '../model/manifest.ts';
import type { ArchiveOutput } from './archive-output.ts';
import { createBlobStore, type BlobStore } from './blob-store.ts';
import { createIngest } from './ingest.ts';

/** A sink that makes one archive. Exactly one of `commit` and `discard` ends it. */
export interface ArchiveSink extends ContentSink {
  /**
   * Announces blobs that `push` will bring, in the order they are to have in the archive. Not needed, but with it the
   * same images give the same file however the transfers overlap.
   */
  readonly plan: (descriptors: readonly Descriptor[]) => void;
  /**
   * Writes the metadata and gives the archive its final name.
   *
   * @throws {SwrctlError} OUTPUT_EXISTS when another process was faster; DISK; FAILED when something announced is missing.
   */
  readonly commit: () => Promise<void>;
  /** Gives up: nothing stays behind. */
  readonly discard: () => Promise<void>;
}

/** What one archive format decides. */
export interface ArchiveFormatRules {
  /** The entry that holds a blob. */
  readonly entryName: (descriptor: Descriptor) => string;
  readonly pushManifest: (manifest: ImageManifest | ImageIndex, store: BlobStore) => Promise<void>;
  readonly tag: (manifest: ImageManifest | ImageIndex, name: string) => void;
  /** The entries that describe the images, written last. */
  readonly metadata: () => readonly { readonly name: string; readonly bytes: Buffer }[];
}

export function createArchiveSink(output: ArchiveOutput, rules: ArchiveFormatRules): ArchiveSink {
  const store = createBlobStore(output, rules.entryName);
  const ingest = createIngest(output.folder);
  return {
    plan: (descriptors) => {
      for (const descriptor of descriptors) store.reserve(descriptor);
    },
    has: ({ digest }) => Promise.resolve(store.has(digest) || ingest.has(digest)),
    push: (descriptor, open, events) =>
      store.write(descriptor, open, () => [verify(descriptor), count((bytes) => events?.onBytes?.(bytes))]),
    ingest: (_blob, open, events) => ingest.add(open, events),
    pushManifest: async (manifest) => {
      if (manifest.kind === 'image') await ingest.moveTo(store, manifest.layers);
      await rules.pushManifest(manifest, store);
    },
    tag: (manifest, name) => Promise.resolve(rules.tag(manifest, name)),
    commit: async () => {
      for (const { name, bytes } of rules.metadata()) {
        await output.write(
          name,
          bytes.length,
          () => Promise.resolve(Readable.from([bytes])),
          () => [],
        );
      }
      await output.commit();
    },
    discard: output.discard,
  };
}
