import { invalidSource } from '../invalid-source.ts';
import { normalizeName, printableName } from '../entry-name.ts';
import type { RandomAccess } from '../random-access.ts';
import { gnuSparseFile } from './sparse-map.ts';
import { applyOverrides, MAX_EXTENSION_SIZE, parseLongText, parsePax, type Overrides } from './extension.ts';
import { BLOCK_SIZE, isGnuHeader, parseTarHeader, type TarHeader } from './header.ts';
import { createTarTree, type GrowingTree, type TarEntry, type TarTree } from './tree.ts';

export interface TarIndex {
  readonly tree: TarTree;
  /** Set when the closing zero block is missing: where the file ends. Such a file was probably cut short. */
  readonly cutAt?: number;
}

const WINDOW_SIZE = 64 * 1024;
/** Most memory that names and places of entries may take, about, in bytes. */
const MAX_INDEX_MEMORY = 112 * 1024 * 1024;

/** Where extension records stand whose entry is to come. */
interface Pending {
  readonly overrides: Overrides;
  /** Of the last PAX header with a sparse map in it. */
  readonly map?: { readonly offset: number; readonly size: number };
}

/**
 * Walks over the headers of a tar file without reading the data between them.
 *
 * @throws {SwrctlError} SOURCE_INVALID when a header is damaged, an entry ends after the file does, a name climbs out
 *   of the archive or is longer than 4 KiB, or there are too many entries.
 */
export async function indexTar(bytes: RandomAccess): Promise<TarIndex> {
  const read = windowed(bytes);
  const tree = createTarTree();
  let globals: Overrides = {};
  let pending: Pending = { overrides: {} };
  let offset = 0;
  while (offset < bytes.size) {
    const block = await blockAt(read, offset, bytes.size);
    const header = parseTarHeader(block, offset);
    if (header === undefined) return { tree };
    const data = offset + BLOCK_SIZE;
    if (isExtension(header.type)) {
      const overrides = parseExtension(header, await extensionData(read, header, data, bytes.size), data);
      if (header.type === 'g') globals = { ...globals, ...overrides };
      else pending = addPending(pending, overrides, { offset: data, size: header.size });
      offset = data + padded(header.size);
      continue;
    }
    const full = applyOverrides(header, { ...globals, ...pending.overrides });
    const entry =
      full.type === 'S' && isGnuHeader(block)
        ? await gnuSparseFile(block, full.size, data, (at) => blockAt(read, at, bytes.size))
        : (paxSparseFile(full, data, pending) ?? toEntry(full, data));
    pending = { overrides: {} };
    const start = entry.kind === 'sparse' ? entry.offset : data;
    offset = start + padded(addEntry(tree, full, entry, start, bytes.size));
  }
  return { tree, cutAt: bytes.size };
}

const padded = (size: number): number => Math.ceil(size / BLOCK_SIZE) * BLOCK_SIZE;

const isExtension = (type: string): boolean => 'xgLKX'.includes(type);

type Read = (offset: number, length: number) => Promise<Buffer>;

/** Reads a window at a time, so that archives of many small entries cost few reads. */
function windowed({ read }: RandomAccess): Read {
  let start = 0;
  let window: Buffer = Buffer.alloc(0);
  return async (offset, length) => {
    if (offset < start || offset + length > start + window.length) {
      window = await read(offset, Math.max(length, WINDOW_SIZE));
      start = offset;
    }
    return window.subarray(offset - start, offset - start + length);
  };
}

async function blockAt(read: Read, offset: number, size: number): Promise<Buffer> {
  const block = await read(offset, BLOCK_SIZE);
  if (block.length < BLOCK_SIZE) throw truncated(size, 'in the middle of a tar header');
  return block;
}

function truncated(size: number, where: string): Error {
  return invalidSource(`the archive is truncated at byte ${size}, ${where}`, 'Copy or save the archive again');
}

async function extensionData(read: Read, header: TarHeader, data: number, size: number): Promise<Buffer> {
  if (header.size > MAX_EXTENSION_SIZE) throw invalidSource(`the tar header at byte ${data - BLOCK_SIZE} is too large`);
  if (data + header.size > size) throw truncated(size, 'in the middle of an extended tar header');
  return read(data, header.size);
}

function parseExtension({ type }: TarHeader, bytes: Buffer, at: number): Overrides {
  if (type === 'L') return { path: parseLongText(bytes, at) };
  if (type === 'K') return { linkPath: parseLongText(bytes, at) };
  return parsePax(bytes, at);
}

function addPending({ overrides, map }: Pending, more: Overrides, place: NonNullable<Pending['map']>): Pending {
  const ofMap = more.sparse === undefined ? map : place;
  return { overrides: { ...overrides, ...more }, ...(ofMap === undefined ? {} : { map: ofMap }) };
}

/** @returns undefined for what is not sparse. */
function paxSparseFile(header: TarHeader, data: number, { overrides, map }: Pending): TarEntry | undefined {
  const { sparse } = overrides;
  if (header.type !== '0' || sparse === undefined) return undefined;
  if (sparse.size === undefined || map === undefined) return { kind: 'unknown-sparse' };
  const place = sparse.isMapInData ? ({ form: 'data' } as const) : ({ form: 'pax', ...map } as const);
  return { kind: 'sparse', size: sparse.size, offset: data, stored: header.size, map: place };
}

/** Notes one entry; gives the bytes of data that follow its header. */
function addEntry(tree: GrowingTree, header: TarHeader, entry: TarEntry, data: number, size: number): number {
  const name = normalizeName(header.name);
  if (name === undefined) throw invalidSource(`the entry "${printableName(header.name)}" lies outside the archive`);
  const length = hasData(header.type) ? header.size : 0;
  if (data + length > size) throw truncated(size, `in the middle of ${printableName(name)} (${length} bytes)`);
  const isMacMetadata = name.slice(name.lastIndexOf('/') + 1).startsWith('._');
  if (name !== '' && !isMacMetadata) tree.set(name, entry);
  if (tree.memory() <= MAX_INDEX_MEMORY) return length;
  throw invalidSource('the archive has too many entries: their names alone take more than 112 MiB of memory');
}

/** Links, folders and devices have no data, whatever their size field says. */
const hasData = (type: string): boolean => !'123456'.includes(type);

function toEntry(header: TarHeader, offset: number): TarEntry {
  switch (header.type) {
    case '0':
      return header.name.endsWith('/') ? { kind: 'directory' } : { kind: 'file', offset, size: header.size };
    case '1':
      return { kind: 'hardlink', target: header.linkName };
    case '2':
      return { kind: 'symlink', target: header.linkName };
    case '5':
      return { kind: 'directory' };
    case 'S':
      return { kind: 'unknown-sparse' };
    default:
      return { kind: 'special' };
  }
}
