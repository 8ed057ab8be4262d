import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SwrctlError } from '../errors.ts';
import type { ArchiveOutput } from './archive-output.ts';
import { writeError } from './invalid-source.ts';
import { openPartialOutput, type OutputOptions } from './output-path.ts';
import { encodeTarHeader } from './tar-entry-header.ts';
import { BLOCK_SIZE } from './tar-header.ts';

/** Two blocks of zeros end a tar file. */
export const TAR_END = Buffer.alloc(2 * BLOCK_SIZE);

interface Slot {
  readonly offset: number;
  readonly size: number;
  isWritten: boolean;
}

/**
 * A tar file whose entries have their place before their bytes arrive: several can be written at once, and the order
 * of the entries does not depend on which comes first.
 *
 * @throws {SwrctlError} OUTPUT_EXISTS, DISK
 */
export async function createTarFile(path: string, options: OutputOptions = {}): Promise<ArchiveOutput> {
  const partial = await openPartialOutput(path, 'file', options);
  const made = join(partial.folder, 'archive.tar');
  const handle = await open(made, 'wx').catch(async (error: unknown) => {
    await partial.discard();
    throw writeError(error, path);
  });
  const slots = new Map<string, Slot>();
  let end = 0;
  const slotFor = (name: string, size: number): Slot => {
    const known = slots.get(name);
    if (known?.size === size) return known;
    if (known) throw new SwrctlError('CONTENT_MISMATCH', `${name} is to have ${known.size} bytes, and ${size}`);
    const slot = { offset: end, size, isWritten: false };
    end += BLOCK_SIZE + padded(size);
    slots.set(name, slot);
    return slot;
  };
  return {
    folder: partial.folder,
    reserve: slotFor,
    write: async (name, size, openSource, stages) => {
      const slot = slotFor(name, size);
      try {
        await writeAt(handle, await encodeTarHeader(name, size), slot.offset);
        const writer = createWriter(handle, slot.offset + BLOCK_SIZE);
        await pipeline([await openSource(), ...stages(), writer]);
      } catch (error) {
        throw writeError(error, path);
      }
      slot.isWritten = true;
    },
    commit: async () => {
      requireWritten(slots);
      await finishFile(handle, end).catch((error: unknown) => {
        throw writeError(error, path);
      });
      await partial.commit(made);
    },
    discard: async () => {
      await handle.close().catch(() => undefined); // closed already when commit failed late
      await partial.discard();
    },
  };
}

const padded = (size: number): number => Math.ceil(size / BLOCK_SIZE) * BLOCK_SIZE;

/** A reserved place that stayed empty would read as the end of the archive. */
function requireWritten(slots: ReadonlyMap<string, Slot>): void {
  for (const [name, { isWritten }] of slots) {
    if (!isWritten) throw new SwrctlError('FAILED', `${name} was announced but never written`);
  }
}

async function finishFile(handle: FileHandle, end: number): Promise<void> {
  await writeAt(handle, TAR_END, end); // padding between entries is holes, which read as zeros
  await handle.sync();
  await handle.close();
}

async function writeAt(handle: FileHandle, bytes: Buffer, offset: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, offset + done);
    done += bytesWritten;
  }
}

function createWriter(handle: FileHandle, start: number): Writable {
  let offset = start;
  const append = async (bytes: Buffer): Promise<void> => {
    const at = offset;
    offset += bytes.length;
    await writeAt(handle, bytes, at);
  };
  return new Writable({
    highWaterMark: 1024 * 1024,
    write: (chunk: Buffer, _encoding, done) => void append(chunk).then(() => done(), done),
    writev: (chunks, done) =>
      void append(Buffer.concat(chunks.map(({ chunk }) => chunk as Buffer))).then(() => done(), done),
  });
}
