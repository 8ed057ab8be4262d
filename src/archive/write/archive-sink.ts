import { Readable } from 'node:stream';
import type { ContentSink } from '../../model/content.ts';
import type { Descriptor } from '../../model/descriptor.ts';
import type { ImageIndex, ImageManifest } from '../../model/manifest.ts';
import type { ArchiveOutput, WriteOptions } from '../output/archive-output.ts';
import { createBlobStore, type BlobStore } from './blob-store.ts';
import { createIngest } from './ingest.ts';

/** A sink that makes one archive. `commit`, or if it fails or never comes `discard` or `keep`, ends it. */
export interface ArchiveSink extends ContentSink {
  /**
   * Announces blobs that `push` will bring, in the order they are to have in the archive. Not needed, but with it the
   * same images give the same file however the transfers overlap.
   *
   * @returns bytes of them that an earlier run left.
   */
  readonly plan: (descriptors: readonly Descriptor[]) => number;
  /**
   * Writes the metadata and gives the archive its final name.
   *
   * @throws {SwrctlError} OUTPUT_EXISTS when another process was faster; DISK; FAILED when something announced is missing.
   */
  readonly commit: () => Promise<void>;
  /** Gives up: nothing stays behind. */
  readonly discard: () => Promise<void>;
  /** Stops: what was written stays beside the output for a later run. @returns whether there is anything. */
  readonly keep: () => Promise<boolean>;
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

export function createArchiveSink(
  output: ArchiveOutput,
  rules: ArchiveFormatRules,
  options: WriteOptions = {},
): ArchiveSink {
  const store = createBlobStore(output, rules.entryName);
  const ingest = createIngest(output.folder, options);
  return {
    plan: (descriptors) => descriptors.reduce((sum, descriptor) => sum + store.reserve(descriptor), 0),
    has: ({ digest }) => Promise.resolve(store.has(digest) || ingest.has(digest)),
    push: (descriptor, open, events) => store.write(descriptor, { open, events }),
    ingest: (blob, open, events) => ingest.add(blob, { open, events }),
    pushManifest: async (manifest) => {
      if (manifest.kind === 'image') await ingest.moveTo(store, manifest.layers);
      await rules.pushManifest(manifest, store);
    },
    tag: (manifest, name) => Promise.resolve(rules.tag(manifest, name)),
    commit: async () => {
      for (const { name, bytes } of rules.metadata()) {
        await output.write(name, bytes.length, { open: () => Promise.resolve(Readable.from([bytes])) });
      }
      await output.commit();
    },
    discard: output.discard,
    keep: output.keep,
  };
}
