import { createReadStream, constants } from 'node:fs';
import { lstat, open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { releaseChunk } from '../../base/block-memory.ts';
import { SwrctlError, hasCode } from '../../base/errors.ts';
import type { ArchiveOutput } from '../output/archive-output.ts';
import { fillEntry, type EntryPlace } from '../output/fill-entry.ts';
import { isIngested } from './ingest.ts';
import { writeError } from '../invalid-source.ts';
import { keepMarks, MARKS, readMarks, type EntryMark } from '../partial/marks.ts';
import { openPartialOutput, type OutputOptions, type PartialOutput } from '../partial/partial-output.ts';
import { encodeTarHeader, tarHeaderSize } from '../tar/entry-header.ts';
import { BLOCK_SIZE } from '../tar/header.ts';

/** Two blocks of zeros end a tar file. */
export const TAR_END = Buffer.alloc(2 * BLOCK_SIZE);

const MADE = 'archive.tar';

/** Bytes after which what was written is stored: often enough to keep a disk busy, seldom enough to cost nothing. */
const FLUSH_BYTES = 32 * 1024 * 1024;

/** The place of an entry; its data begins at `offset`. */
interface Slot extends EntryMark {
  written: number;
  isDone: boolean;
}

/**
 * A tar file whose entries have their place before their bytes arrive: several can be written at once, and the order
 * of the entries does not depend on which comes first. An entry that has the same place as in an earlier run goes on
 * where that run stopped.
 *
 * @throws {SwrctlError} OUTPUT_EXISTS, DISK
 */
export async function createTarFile(path: string, options: OutputOptions = {}): Promise<ArchiveOutput> {
  const isOfUse = (name: string): boolean => name === MARKS || isIngested(name);
  const partial = await openPartialOutput(path, { kind: 'file', made: MADE, isOfUse }, options);
  const file = join(partial.folder, MADE);
  const { handle, earlier } = await openMade(partial, file).catch(async (error: unknown) => {
    await partial.discard();
    throw writeError(error, path);
  });
  const { slotFor, slots, end } = createSlots(earlier);
  const marks = keepMarks(partial.folder, slots);
  const flush = createFlush(handle);
  const stop = async (): Promise<void> => {
    await marks.stop();
    await handle.close().catch(() => undefined); // closed already when commit failed late
  };
  return {
    folder: partial.folder,
    reserve: (name, size) => slotFor(name, size).written,
    write: async (name, size, bytes) => {
      const slot = slotFor(name, size);
      marks.start();
      try {
        await fillEntry(bytes, placeIn(file, handle, slot, flush), options.signal);
        await writeAround(handle, slot);
      } catch (error) {
        if (hasCode(error, 'CONTENT_MISMATCH')) slot.written = 0;
        throw writeError(error, path);
      }
      slot.isDone = true;
    },
    commit: async () => {
      requireWritten(slots());
      await marks.stop();
      await finishFile(handle, end()).catch((error: unknown) => {
        throw writeError(error, path);
      });
      await partial.commit();
    },
    discard: async () => {
      await stop();
      await partial.discard();
    },
    keep: async () => {
      await stop();
      return partial.keep();
    },
  };
}

/** Opens the file for reading and writing, and tells what an earlier run left in it. */
async function openMade(
  { folder }: PartialOutput,
  file: string,
): Promise<{ handle: FileHandle; earlier: ReadonlyMap<string, EntryMark> }> {
  const info = await lstat(file).catch(() => undefined);
  // A file with a second name is somebody's, the finished output perhaps: writing into it would change both.
  const isOurs = info?.isFile() === true && info.nlink === 1;
  if (info !== undefined && !isOurs) await rm(file, { recursive: true });
  const handle = await open(file, constants.O_RDWR | constants.O_CREAT, 0o666);
  return { handle, earlier: isOurs ? await readMarks(folder) : new Map() };
}

function createSlots(earlier: ReadonlyMap<string, EntryMark>) {
  const slots = new Map<string, Slot>();
  let end = 0;
  const slotFor = (name: string, size: number): Slot => {
    const known = slots.get(name);
    if (known?.size === size) return known;
    if (known) throw new SwrctlError('CONTENT_MISMATCH', `${name} is to have ${known.size} bytes, and ${size}`);
    const offset = end + tarHeaderSize(name);
    const before = earlier.get(name);
    const isSame = before?.offset === offset && before.size === size && before.written <= size;
    const slot = { name, offset, size, written: isSame ? before.written : 0, isDone: false };
    end = offset + size + paddingOf(size);
    slots.set(name, slot);
    return slot;
  };
  return { slotFor, slots: () => [...slots.values()], end: () => end };
}

const paddingOf = (size: number): number => (BLOCK_SIZE - (size % BLOCK_SIZE)) % BLOCK_SIZE;

function placeIn(file: string, handle: FileHandle, slot: Slot, flush: (count: number) => void): EntryPlace {
  const { offset, written } = slot;
  return {
    earlier: written,
    read: () => createReadStream(file, { start: offset, end: offset + written - 1, highWaterMark: 1024 * 1024 }),
    write: (start, onWritten) => {
      slot.written = start;
      return createWriter(handle, offset + start, (position) => {
        flush(position - offset - slot.written);
        slot.written = position - offset;
        onWritten(slot.written);
      });
    },
    file: { path: file, offset },
  };
}

/** Header and padding, which the file may have other bytes for if it was begun for other entries. */
async function writeAround(handle: FileHandle, { name, offset, size }: Slot): Promise<void> {
  const header = await encodeTarHeader(name, size);
  await writeAt(handle, [header], offset - header.length);
  await writeAt(handle, [Buffer.alloc(paddingOf(size))], offset + size);
}

/** A reserved place that stayed empty would read as the end of the archive. */
function requireWritten(slots: readonly Slot[]): void {
  for (const { name, isDone } of slots) {
    if (!isDone) throw new SwrctlError('FAILED', `${name} was announced but never written`);
  }
}

async function finishFile(handle: FileHandle, end: number): Promise<void> {
  await handle.truncate(end);
  await writeAt(handle, [TAR_END], end);
  await handle.sync();
  await handle.close();
}

/**
 * Has the system store what was written while more is on its way: the file is on the disk before it gets its name, and
 * the end need not wait for all of it. What fails here fails again at the end, where it is told.
 *
 * @returns told of bytes that were written.
 */
function createFlush(handle: FileHandle): (count: number) => void {
  let waiting = 0;
  let isBusy = false;
  return (count) => {
    waiting += count;
    if (isBusy || waiting < FLUSH_BYTES) return;
    waiting = 0;
    isBusy = true;
    const done = (): void => void (isBusy = false);
    handle.datasync().then(done, done);
  };
}

/** What comes fast is written in pieces of this size: each is a way to the thread pool and back. Bytes. */
const BATCH_BYTES = 512 * 1024;
/** What comes slowly is written as it comes, for a run that goes on there. */
const BATCH_MS = 50;

/** @param onWritten told up to where the file has its bytes. */
function createWriter(handle: FileHandle, start: number, onWritten: (position: number) => void): Writable {
  let offset = start;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let wroteAt = 0;
  let writing: Promise<void> = Promise.resolve();
  const append = async (chunks: readonly Buffer[]): Promise<void> => {
    const at = offset;
    offset += await writeAt(handle, chunks, at);
    onWritten(offset);
    chunks.forEach(releaseChunk);
  };
  const flush = (): Promise<void> => {
    const chunks = waiting;
    waiting = [];
    waitingBytes = 0;
    wroteAt = performance.now();
    return (writing = writing.then(() => append(chunks)));
  };
  const settle = (work: Promise<void>, done: (error?: Error | null) => void): void => {
    work.then(() => done(), done);
  };
  const add = (chunks: readonly Buffer[], done: (error?: Error | null) => void): void => {
    waiting.push(...chunks);
    waitingBytes += chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    if (waitingBytes < BATCH_BYTES && performance.now() - wroteAt < BATCH_MS) done();
    else settle(flush(), done);
  };
  return new Writable({
    highWaterMark: 1024 * 1024,
    write: (chunk: Buffer, _encoding, done) => add([chunk], done),
    writev: (entries, done) => {
      const chunks = entries.map(({ chunk }) => chunk as Buffer);
      add(chunks, done);
    },
    final: (done) => settle(flush(), done),
    // Closed means that all that came is written, and nothing more will be. A write that failed was reported where it
    // was made.
    destroy: (error, done) =>
      void flush()
        .catch(() => undefined)
        .then(() => done(error)),
  });
}

/** Writes chunks one behind the other. @returns their bytes. */
async function writeAt(handle: FileHandle, chunks: readonly Buffer[], offset: number): Promise<number> {
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  let left: readonly Buffer[] = chunks;
  for (let done = 0; done < length;) {
    const { bytesWritten } = await handle.writev(left, offset + done);
    done += bytesWritten;
    left = dropBytes(left, bytesWritten);
  }
  return length;
}

/** What a write that the system cut short has left. */
function dropBytes(chunks: readonly Buffer[], count: number): Buffer[] {
  let over = count;
  return chunks.flatMap((chunk) => {
    const dropped = Math.min(over, chunk.length);
    over -= dropped;
    return dropped === chunk.length ? [] : [chunk.subarray(dropped)];
  });
}
