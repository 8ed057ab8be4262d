import { invalidSource } from './invalid-source.ts';
import { normalizeName, printableName } from './entry-name.ts';
import type { RandomAccess } from './random-access.ts';
import { applyOverrides, MAX_EXTENSION_SIZE, parseLongText, parsePax, type Overrides } from './tar-extension.ts';
import { BLOCK_SIZE, parseTarHeader, type TarHeader } from './tar-header.ts';

/** What stands under a name in a tar file. */
export type TarEntry =
  | { readonly kind: 'file'; readonly offset: number; readonly size: number }
  | { readonly kind: 'symlink' | 'hardlink'; readonly target: string }
  | { readonly kind: 'directory' | 'sparse' | 'special' };

export interface TarIndex {
  /** By normalized name; of entries with one name, the last. */
  readonly entries: ReadonlyMap<string, TarEntry>;
  /** Set when the closing zero block is missing: where the file ends. Such a file was probably cut short. */
  readonly cutAt?: number;
}

const WINDOW_SIZE = 64 * 1024;
const MAX_ENTRIES = 1_000_000;

/**
 * Walks over the headers of a tar file without reading the data between them.
 *
 * @throws {SwrctlError} SOURCE_INVALID when a header is damaged, an entry ends after the file does, or a name climbs
 *   out of the archive.
 */
export async function indexTar(bytes: RandomAccess): Promise<TarIndex> {
  const read = windowed(bytes);
  const entries = new Map<string, TarEntry>();
  let globals: Overrides = {};
  let locals: Overrides = {};
  let offset = 0;
  while (offset < bytes.size) {
    const header = parseTarHeader(await blockAt(read, offset, bytes.size), offset);
    if (header === undefined) return { entries };
    const data = offset + BLOCK_SIZE;
    if (isExtension(header.type)) {
      const overrides = parseExtension(header, await extensionData(read, header, data, bytes.size), data);
      if (header.type === 'g') globals = { ...globals, ...overrides };
      else locals = { ...locals, ...overrides };
      offset = data + padded(header.size);
      continue;
    }
    const full = applyOverrides(header, { ...globals, ...locals });
    locals = {};
    offset = data + padded(addEntry(entries, full, data, bytes.size));
  }
  return { entries, cutAt: bytes.size };
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
  if (type === 'L') return { path: parseLongText(bytes) };
  if (type === 'K') return { linkPath: parseLongText(bytes) };
  return parsePax(bytes, at);
}

/** Notes one entry; gives the bytes of data that follow its header. */
function addEntry(entries: Map<string, TarEntry>, header: TarHeader, data: number, size: number): number {
  const name = normalizeName(header.name);
  if (name === undefined) throw invalidSource(`the entry "${printableName(header.name)}" lies outside the archive`);
  const length = hasData(header.type) ? header.size : 0;
  if (data + length > size) throw truncated(size, `in the middle of ${printableName(name)} (${length} bytes)`);
  const isMacMetadata = name.slice(name.lastIndexOf('/') + 1).startsWith('._');
  if (name !== '' && !isMacMetadata) {
    entries.delete(name); // so that the map's order is the order of the winning entries
    entries.set(name, toEntry(header, data));
  }
  if (entries.size > MAX_ENTRIES) throw invalidSource(`the archive has more than ${MAX_ENTRIES} entries`);
  return length;
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
      return { kind: 'sparse' };
    default:
      return { kind: 'special' };
  }
}
