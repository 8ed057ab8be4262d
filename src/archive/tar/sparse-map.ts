import { invalidSource } from '../invalid-source.ts';
import type { RandomAccess } from '../random-access.ts';
import { paxRecords } from './extension.ts';
import { BLOCK_SIZE, readNumber } from './header.ts';

/** A file with holes, as `tar -S` stores it. Source: GNU tar manual, "Storing Sparse Files". */
export interface SparseFile {
  readonly kind: 'sparse';
  /** Bytes with the holes. */
  readonly size: number;
  /** Where what is stored of it begins, and how many bytes that is. */
  readonly offset: number;
  readonly stored: number;
  /** Where its map stands. It is read when the file is, so that an archive of many such files takes no memory. */
  readonly map: MapPlace;
}

type MapPlace =
  /** From its header on, in GNU's own format. */
  | { readonly form: 'gnu'; readonly offset: number }
  /** In PAX records (0.0, 0.1). */
  | { readonly form: 'pax'; readonly offset: number; readonly size: number }
  /** At the beginning of what is stored (1.0). */
  | { readonly form: 'data' };

/** Which parts of a sparse file are stored, one behind the other; the rest is zeros. */
export interface SparseMap {
  /** Begin and length of each part, one after the other. */
  readonly parts: readonly number[];
  /** Where the first part is stored. */
  readonly offset: number;
}

/** Most parts of one file. */
const MAX_PARTS = 100_000;
/** Most bytes that are looked through for a map before the data: two numbers of 15 digits for each part. */
const MAX_MAP_SIZE = 2 * 16 * MAX_PARTS;

/** GNU's own format: pairs of numbers in the header and in blocks behind it, and whether another such block follows. */
const HEADER = { pairs: 386, count: 4, more: 482, size: 483 };
const EXTENSION = { pairs: 0, count: 21, more: 504 };
const NUMBER_SIZE = 12;
/** All pairs in one record (0.1), or a record for each number (0.0). */
const PART_KEYS: ReadonlySet<string> = new Set(['GNU.sparse.map', 'GNU.sparse.offset', 'GNU.sparse.numbytes']);

/**
 * What the header of a sparse file in GNU's own format says.
 *
 * @param stored bytes that are stored of it.
 * @param data where the block behind the header stands.
 * @throws {SwrctlError} SOURCE_INVALID
 */
export async function gnuSparseFile(
  header: Buffer,
  stored: number,
  data: number,
  readBlock: (offset: number) => Promise<Buffer>,
): Promise<SparseFile> {
  const size = readNumber(header.subarray(HEADER.size, HEADER.size + NUMBER_SIZE));
  if (size === undefined) throw damaged(data - BLOCK_SIZE, 'its size is not a number');
  let offset = data;
  for (let hasMore = header[HEADER.more] === 1; hasMore; offset += BLOCK_SIZE) {
    if ((offset - data) / BLOCK_SIZE > MAX_PARTS / EXTENSION.count) throw tooManyParts(data - BLOCK_SIZE);
    hasMore = (await readBlock(offset))[EXTENSION.more] === 1;
  }
  return { kind: 'sparse', size, offset, stored, map: { form: 'gnu', offset: data - BLOCK_SIZE } };
}

/**
 * Reads the map of a sparse file.
 *
 * @throws {SwrctlError} SOURCE_INVALID when parts overlap, lie outside the file, are too many, or are not all of what
 *   is stored.
 */
export async function readSparseMap(bytes: RandomAccess, file: SparseFile): Promise<SparseMap> {
  const { map } = file;
  const at = map.form === 'data' ? file.offset : map.offset;
  const sparse = await readParts(bytes, file);
  let end = 0;
  let total = 0;
  for (let index = 0; index < sparse.parts.length; index += 2) {
    const [start = 0, length = 0] = sparse.parts.slice(index, index + 2);
    if (start < end) throw damaged(at, 'its parts overlap');
    end = start + length;
    total += length;
    if (end > file.size) throw damaged(at, 'a part ends behind the end of the file');
  }
  if (total !== file.offset + file.stored - sparse.offset) throw damaged(at, 'its parts are not what is stored');
  return sparse;
}

async function readParts(bytes: RandomAccess, file: SparseFile): Promise<SparseMap> {
  const { map, offset, stored } = file;
  if (map.form === 'gnu') return { parts: await gnuParts(bytes, map.offset), offset };
  if (map.form === 'pax') return { parts: paxParts(await bytes.read(map.offset, map.size), map.offset), offset };
  return dataParts(await bytes.read(offset, Math.min(stored, MAX_MAP_SIZE)), offset);
}

async function gnuParts(bytes: RandomAccess, at: number): Promise<number[]> {
  const parts: number[] = [];
  let place: typeof HEADER | typeof EXTENSION = HEADER;
  for (let offset = at; ; offset += BLOCK_SIZE) {
    const block = await bytes.read(offset, BLOCK_SIZE);
    for (let index = 0; index < place.count * 2; index += 1) {
      const start = place.pairs + index * NUMBER_SIZE;
      const field = block.subarray(start, start + NUMBER_SIZE);
      if (index % 2 === 0 && field[0] === 0) break; // no more pairs in this block
      const value = readNumber(field);
      if (value === undefined) throw damaged(at, 'a part of it is not a number');
      parts.push(value);
    }
    if (block[place.more] !== 1) return parts;
    place = EXTENSION;
  }
}

function paxParts(bytes: Buffer, at: number): number[] {
  const parts: number[] = [];
  for (const [key, value] of paxRecords(bytes, at)) {
    if (!PART_KEYS.has(key) || value.length === 0) continue;
    for (const text of value.toString('latin1').split(',', 2 * MAX_PARTS + 1)) parts.push(numberOf(text, at));
    if (parts.length > 2 * MAX_PARTS) throw tooManyParts(at);
  }
  return parts;
}

/** Lines of one number each: how many parts there are, and begin and length of each, filled up to whole blocks. */
function dataParts(bytes: Buffer, at: number): SparseMap {
  let end = 0;
  const next = (): number => {
    const start = end;
    end = bytes.indexOf('\n', start) + 1;
    return numberOf(bytes.toString('latin1', start, end === 0 ? start : Math.min(end - 1, start + 20)), at);
  };
  const count = next();
  if (count > MAX_PARTS) throw tooManyParts(at);
  const parts = Array.from({ length: count * 2 }, next);
  return { parts, offset: at + Math.ceil(end / BLOCK_SIZE) * BLOCK_SIZE };
}

function numberOf(text: string, at: number): number {
  const value = /^[0-9]{1,16}$/.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(value)) return value;
  throw damaged(at, 'a part of it is not a number');
}

function damaged(at: number, why: string): Error {
  return invalidSource(`the map of the sparse file at byte ${at} is damaged: ${why}`);
}

function tooManyParts(at: number): Error {
  return invalidSource(
    `the sparse file at byte ${at} has more than ${MAX_PARTS} parts`,
    'Make the archive without the option -S of tar',
  );
}
