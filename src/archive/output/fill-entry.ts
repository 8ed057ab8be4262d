import { Readable, type Duplex, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { underSignal } from '../../base/abort.ts';
import { count } from '../../content/count.ts';
import { skip } from '../../content/skip.ts';
import { hashFile } from '../../content/hash-file.ts';
import { requireDigest, verify, verifySize, type Expected } from '../../content/verify.ts';
import { hasCode } from '../../base/errors.ts';
import type { BlobEvents, OpenAt } from '../../model/content.ts';
import { algorithmOf } from '../../model/digest.ts';

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
  /** Writes its bytes from `offset` on. @param onWritten told how many of them the file has by now. */
  readonly write: (offset: number, onWritten: (length: number) => void) => Writable | Promise<Writable>;
  /** Where others can read them while they are written. Without it they are hashed on their way. */
  readonly file?: { readonly path: string; readonly offset: number };
}

/** Less is hashed sooner than a thread for it is started. Bytes. */
const WORTH_A_THREAD = 8 * 1024 * 1024;

/**
 * Fills an entry: what an earlier run left is read and hashed, the rest is fetched and written behind it, and all of it
 * together must be what was expected. If it is not, the fault may be with the old bytes (a crash of the machine loses
 * some), so everything is fetched once more.
 *
 * @throws {SwrctlError} CONTENT_MISMATCH, or what the source throws.
 */
export async function fillEntry(bytes: EntryBytes, place: EntryPlace, signal?: AbortSignal): Promise<void> {
  const { expected, events } = bytes;
  if (place.earlier > 0 && expected !== undefined) {
    events?.onResumed?.(place.earlier);
    try {
      await fillFrom(place.earlier, bytes, place, signal);
      return;
    } catch (error) {
      if (!hasCode(error, 'CONTENT_MISMATCH')) throw error;
      events?.onRestart?.();
    }
  }
  await fillFrom(0, bytes, place, signal);
}

/** @param start bytes that are there, of which only the digest of all will tell whether they are the right ones. */
async function fillFrom(start: number, bytes: EntryBytes, place: EntryPlace, signal?: AbortSignal): Promise<void> {
  const { open, expected } = bytes;
  const { size = 0 } = expected ?? {};
  const { file } = place;
  const isLarge = expected !== undefined && size >= WORTH_A_THREAD;
  const hash = file && isLarge ? hashFile(file.path, file.offset, algorithmOf(expected.digest)) : undefined;
  if (hash === undefined || expected === undefined) return fillHashing(start, bytes, place, signal);
  try {
    hash.reach(start);
    if (start < size) {
      const source = await open(start, signal);
      await run(
        source,
        [verifySize(expected, start), ...countStages(bytes)],
        await place.write(start, hash.reach),
        signal,
      );
    }
    requireDigest(await hash.digest(size, signal), expected);
  } finally {
    hash.drop();
  }
}

/** The same where bytes are hashed on their way. */
async function fillHashing(start: number, bytes: EntryBytes, place: EntryPlace, signal?: AbortSignal): Promise<void> {
  const openTarget = () => place.write(start, () => undefined);
  if (start === 0) return run(await bytes.open(0, signal), entryStages(bytes), await openTarget(), signal);
  const isWhole = start === bytes.expected?.size; // asking for what lies behind the end is an error
  const source = isWhole ? place.read() : Readable.from(joined(place, bytes.open, signal), { objectMode: false });
  await run(source, [...checkStages(bytes), skip(start), ...countStages(bytes)], await openTarget(), signal);
}

async function run(
  source: Readable,
  stages: readonly Duplex[],
  target: Writable,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    await underSignal(signal, (own) => pipeline([source, ...stages, target], { signal: own }));
  } catch (error) {
    // A write under way must not come after those of another try.
    if (!target.closed) await new Promise((resolve) => target.once('close', resolve));
    throw error;
  }
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
