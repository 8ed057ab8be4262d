import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { underSignal } from '../../base/abort.ts';
import { measure } from '../../content/measure.ts';
import type { Descriptor } from '../../model/descriptor.ts';
import { hexOf, type Digest } from '../../model/digest.ts';
import type { WriteOptions } from '../output/archive-output.ts';
import type { BlobStore } from './blob-store.ts';
import type { EntryBytes } from '../output/fill-entry.ts';
import { writeError } from '../invalid-source.ts';

/** Blobs whose size only their last byte told: they wait in temporary files until a manifest says where they belong. */
export interface Ingest {
  readonly has: (digest: Digest) => boolean;
  /** Stores a blob, unless an earlier run did so with the same one. */
  readonly add: (blob: IngestKey, bytes: EntryBytes) => Promise<Ingested>;
  /** Moves those of the given blobs that wait into the archive, in this order. */
  readonly moveTo: (store: BlobStore, descriptors: readonly Descriptor[]) => Promise<void>;
}

/** What the bytes are made of, and how: where both are the same, the bytes are. */
export interface IngestKey {
  readonly mediaType: string;
  readonly label: string;
}

interface Ingested {
  readonly digest: Digest;
  readonly size: number;
}

const PREFIX = 'ingested-';

/** True for files that a later run can use: what is in them is whole, and their name says what it is. */
export const isIngested = (name: string): boolean => name.startsWith(PREFIX);

/** @param folder a private folder that somebody else removes. */
export function createIngest(folder: string, { signal }: WriteOptions = {}): Ingest {
  const waiting = new Map<Digest, string>();
  let count = 0;
  const keep = async (path: string, key: string, ingested: Ingested): Promise<Ingested> => {
    const kept = join(folder, `${key}-${hexOf(ingested.digest)}`);
    await rename(path, kept);
    const before = waiting.get(ingested.digest);
    if (before !== undefined && before !== kept) await rm(before, { force: true });
    waiting.set(ingested.digest, kept);
    return ingested;
  };
  return {
    has: (digest) => waiting.has(digest),
    add: async (blob, { open, events }) => {
      const key = keyOf(blob);
      const earlier = await findEarlier(folder, key, signal);
      if (earlier !== undefined) {
        events?.onResumed?.(earlier.size);
        return keep(earlier.path, key, { digest: earlier.digest, size: earlier.size });
      }
      count += 1;
      const path = join(folder, `incoming-${count}`);
      const measured = measure(events?.onBytes);
      const target = createWriteStream(path, { flags: 'wx', mode: 0o600 });
      try {
        const source = await open(0, signal);
        await underSignal(signal, (own) => pipeline([source, measured.stream, target], { signal: own }));
      } catch (error) {
        throw writeError(error, folder);
      }
      return keep(path, key, measured.result());
    },
    moveTo: async (store, descriptors) => {
      for (const descriptor of descriptors) {
        const path = waiting.get(descriptor.digest);
        if (path === undefined) continue;
        await store.write(descriptor, { open: (start = 0) => Promise.resolve(createReadStream(path, { start })) });
        waiting.delete(descriptor.digest);
        await rm(path, { force: true });
      }
    },
  };
}

function keyOf({ mediaType, label }: IngestKey): string {
  return PREFIX + createHash('sha256').update(`${mediaType} ${label}`).digest('hex').slice(0, 32);
}

/** What an earlier run stored under this key, if it still is what its name says. */
async function findEarlier(
  folder: string,
  key: string,
  signal: AbortSignal | undefined,
): Promise<(Ingested & { readonly path: string }) | undefined> {
  const name = (await readdir(folder)).find((file) => file.startsWith(`${key}-`));
  if (name === undefined) return undefined;
  const path = join(folder, name);
  const measured = measure();
  const drain = new Writable({ write: (_chunk, _encoding, done) => done() });
  await underSignal(signal, (own) => pipeline([createReadStream(path), measured.stream, drain], { signal: own }));
  const result = measured.result();
  if (name === `${key}-${hexOf(result.digest)}`) return { ...result, path };
  await rm(path, { force: true });
  return undefined;
}
