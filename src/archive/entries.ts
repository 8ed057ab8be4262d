import { countValues } from '../base/decode.ts';
import type { OpenAt } from '../model/content.ts';
import { invalidSource } from './invalid-source.ts';

/** A file in an archive or an OCI layout directory. */
export interface Entry {
  /** Normalized name, after links are followed. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly open: OpenAt;
  /** Reads at most `length` bytes from the start. */
  readonly head: (length: number) => Promise<Buffer>;
  /** Of the source that it is in. */
  readonly metadata: MetadataCount;
}

/** How many values the JSON has that was read of a source: its images hold them as long as it is open. */
export interface MetadataCount {
  values: number;
}

/** Most of them: two thousand images, and 150 MB of memory. */
const MAX_VALUES = 600_000;

/** The files of a source by name, wherever they lie. Names may be written in any style (`./a`, `/a`, `a//b`). */
export interface Entries {
  /**
   * @returns undefined when there is none.
   * @throws {SwrctlError} SOURCE_INVALID when the name stands for something that is not a file, or for a link that
   *   leads nowhere, in circles or out of the archive.
   */
  readonly find: (name: string) => Promise<Entry | undefined>;
  /** Added to messages about missing entries: what is known about why. */
  readonly missingReason?: string;
}

/** @throws {SwrctlError} SOURCE_INVALID when there is no such file. `wantedBy` says who refers to it. */
export async function findNeeded(entries: Entries, name: string, wantedBy: string): Promise<Entry> {
  const entry = await entries.find(name);
  if (entry !== undefined) return entry;
  const reason = entries.missingReason === undefined ? '' : `; ${entries.missingReason}`;
  throw invalidSource(`${wantedBy} refers to ${name}, which is not in the archive${reason}`);
}

/**
 * Reads a file of JSON that is going to be held.
 *
 * @throws {SwrctlError} SOURCE_INVALID when it has more than `limit` bytes, or more values than may be held beside what
 *   was read before.
 */
export async function readWhole(entry: Entry, limit: number): Promise<Buffer> {
  const bytes = await readBytes(entry, limit);
  entry.metadata.values += countValues(bytes.toString('latin1'));
  if (entry.metadata.values <= MAX_VALUES) return bytes;
  throw invalidSource(`${entry.name} and the manifests and configs before it have more than ${MAX_VALUES} values`);
}

/** Reads a small file whole. @throws {SwrctlError} SOURCE_INVALID when it has more than `limit` bytes. */
export async function readBytes(entry: Entry, limit: number): Promise<Buffer> {
  if (entry.size > limit) {
    throw invalidSource(`${entry.name} has ${entry.size} bytes, more than the ${limit} that are allowed`);
  }
  return entry.head(entry.size);
}
