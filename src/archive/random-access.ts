import { open, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { BLOCK_SIZE, takeBlock } from '../base/block-memory.ts';
import { SwrctlError, systemCode } from '../base/errors.ts';
import { invalidSource } from './invalid-source.ts';

/** Bytes that can be read at any offset, any number of times, by several readers at once. */
export interface RandomAccess {
  /** Bytes. */
  readonly size: number;
  /** Reads `length` bytes, fewer only at the end. */
  readonly read: (offset: number, length: number) => Promise<Buffer>;
  /** Streams the bytes from `start` up to but not including `end`. */
  readonly stream: (start: number, end: number, signal?: AbortSignal) => Readable;
  readonly close: () => Promise<void>;
}

/** @throws {SwrctlError} SOURCE_MISSING, or DISK when it cannot be read. */
export async function openFile(path: string): Promise<RandomAccess> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw readError(error, path);
  });
  try {
    const { size } = await handle.stat();
    return randomAccess(handle, size, path);
  } catch (error) {
    await handle.close();
    throw readError(error, path);
  }
}

/** A system error while reading `path`: SOURCE_MISSING or DISK. */
export function readError(error: unknown, path: string): unknown {
  const code = systemCode(error);
  if (code === undefined || error instanceof SwrctlError) return error;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new SwrctlError('SOURCE_MISSING', `"${path}" does not exist`, { cause: error });
  }
  const why = code === 'EACCES' || code === 'EPERM' ? 'permission is denied' : code;
  return new SwrctlError('DISK', `${path} cannot be read: ${why}`, { cause: error });
}

function randomAccess(handle: FileHandle, size: number, path: string): RandomAccess {
  return {
    size,
    read: (offset, length) => readAt(handle, offset, Math.max(0, Math.min(length, size - offset)), path),
    stream: (start, end, signal) =>
      Readable.from(chunks(handle, start, end, path, signal), { objectMode: false, highWaterMark: 1 }),
    close: () => handle.close(),
  };
}

async function readAt(handle: FileHandle, offset: number, length: number, path: string): Promise<Buffer> {
  // A whole block need not be copied on its way through the packer.
  const buffer = length === BLOCK_SIZE ? takeBlock() : Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle
      .read(buffer, filled, length - filled, offset + filled)
      .catch((error: unknown) => {
        throw readError(error, path);
      });
    if (bytesRead === 0) throw invalidSource(`${path} became shorter while it was read, at byte ${offset + filled}`);
    filled += bytesRead;
  }
  return buffer;
}

async function* chunks(
  handle: FileHandle,
  start: number,
  end: number,
  path: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  for (let offset = start; offset < end; offset += BLOCK_SIZE) {
    signal?.throwIfAborted();
    yield await readAt(handle, offset, Math.min(BLOCK_SIZE, end - offset), path);
  }
}
