import { Readable, type Duplex, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { underSignal } from '../../base/abort.ts';
import { count } from '../../content/count.ts';
import { skip } from '../../content/skip.ts';
import { verify, type Expected } from '../../content/verify.ts';
import { hasCode } from '../../base/errors.ts';
import type { BlobEvents, OpenAt } from '../../model/content.ts';

/** What goes into an entry of an archive. */
export interface EntryBytes {
  readonly open: OpenAt;
  /** What they must be. Only with it are bytes that an earlier run left of use. */
  readonly expected?: Expected;
  readonly events?: BlobEvents | undefined;
}

/** Where an entry is to be written. */
export interface EntryPlace {
  /** Bytes of it that an earlier run left, from its beginning on. */
  readonly earlier: number;
  /** Reads those. */
  readonly read: () => Readable;
  /** Writes its bytes from `offset` on. */
  readonly write: (offset: number) => Writable | Promise<Writable>;
}

/**
 * Fills an entry: what an earlier run left is read and hashed, the rest is fetched and written behind it, and all of it
 * together must be what was expected. If it is not, the fault may be with the old bytes (a crash of the machine loses
 * some), so everything is fetched once more.
 *
 * @throws {SwrctlError} CONTENT_MISMATCH, or what the source throws.
 */
export async function fillEntry(bytes: EntryBytes, place: EntryPlace, signal?: AbortSignal): Promise<void> {
  const { open, expected, events } = bytes;
  const run = async (source: Readable, stages: readonly Duplex[], target: Writable): Promise<void> => {
    try {
      await underSignal(signal, (own) => pipeline([source, ...stages, target], { signal: own }));
    } catch (error) {
      // A write under way must not come after those of another try.
      if (!target.closed) await new Promise((resolve) => target.once('close', resolve));
      throw error;
    }
  };
  const { earlier } = place;
  if (earlier > 0 && expected !== undefined) {
    events?.onResumed?.(earlier);
    const isWhole = earlier === expected.size; // asking for what lies behind the end is an error
    const source = isWhole ? place.read() : Readable.from(joined(place, open, signal), { objectMode: false });
    try {
      await run(source, [...checkStages(bytes), skip(earlier), ...countStages(bytes)], await place.write(earlier));
      return;
    } catch (error) {
      if (!hasCode(error, 'CONTENT_MISMATCH')) throw error;
      events?.onRestart?.();
    }
  }
  await run(await open(0, signal), entryStages(bytes), await place.write(0));
}

/** What all bytes of an entry go through when none are there yet. */
export function entryStages(bytes: EntryBytes): readonly Duplex[] {
  return [...checkStages(bytes), ...countStages(bytes)];
}

const checkStages = ({ expected }: EntryBytes): Duplex[] => (expected === undefined ? [] : [verify(expected)]);

function countStages({ events }: EntryBytes): Duplex[] {
  const onBytes = events?.onBytes;
  return onBytes === undefined ? [] : [count(onBytes)];
}

/** The network is asked when the old bytes are read, so that no connection waits for that. */
async function* joined(
  { earlier, read }: EntryPlace,
  open: OpenAt,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  yield* read() as AsyncIterable<Buffer>;
  yield* (await open(earlier, signal)) as AsyncIterable<Buffer>;
}
