import { Readable } from 'node:stream';
import { BLOCK_SIZE as CHUNK_SIZE } from '../../base/block-memory.ts';
import type { Entry } from '../entries.ts';
import { printableName } from '../entry-name.ts';
import { invalidSource } from '../invalid-source.ts';
import type { RandomAccess } from '../random-access.ts';
import { readSparseMap, type SparseFile } from './sparse-map.ts';

/** Largest sparse file that is read, holes included, in bytes: a header can claim any number. */
const MAX_SPARSE_SIZE = 64 * 1024 ** 3;

/** A file with holes as one of zeros. @throws {SwrctlError} SOURCE_INVALID when it is too large. */
export function sparseEntry(bytes: RandomAccess, name: string, file: SparseFile): Omit<Entry, 'metadata'> {
  if (file.size > MAX_SPARSE_SIZE) {
    throw invalidSource(
      `the sparse file ${printableName(name)} has ${file.size} bytes, more than the ${MAX_SPARSE_SIZE} that are allowed`,
    );
  }
  return {
    name,
    size: file.size,
    open: (skip = 0, signal) =>
      Promise.resolve(Readable.from(chunks(bytes, file, skip), { objectMode: false, signal })),
    head: async (length) => {
      const parts: Buffer[] = [];
      let missing = Math.min(length, file.size);
      for await (const chunk of chunks(bytes, file, 0)) {
        parts.push(chunk.subarray(0, missing));
        missing -= Math.min(missing, chunk.length);
        if (missing === 0) break;
      }
      return Buffer.concat(parts);
    },
  };
}

/** The bytes from `skip` on. */
async function* chunks(bytes: RandomAccess, file: SparseFile, skip: number): AsyncGenerator<Buffer> {
  const { parts, offset } = await readSparseMap(bytes, file);
  let place = offset;
  let position = 0;
  for (let index = 0; index < parts.length; index += 2) {
    const [start = 0, length = 0] = parts.slice(index, index + 2);
    yield* zeros(Math.max(position, skip), start);
    const end = start + length;
    for (let from = Math.max(start, skip); from < end; from += CHUNK_SIZE) {
      yield await bytes.read(place + from - start, Math.min(CHUNK_SIZE, end - from));
    }
    place += length;
    position = end;
  }
  yield* zeros(Math.max(position, skip), file.size);
}

function* zeros(from: number, to: number): Generator<Buffer> {
  if (to <= from) return;
  const block = Buffer.alloc(Math.min(CHUNK_SIZE, to - from));
  for (let position = from; position < to; position += block.length) yield block.subarray(0, to - position);
}
