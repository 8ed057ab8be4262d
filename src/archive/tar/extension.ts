import { invalidSource } from '../invalid-source.ts';
import { decodeText, MAX_NAME_SIZE, type TarHeader } from './header.ts';

/** Largest extension record (PAX, GNU long name) that is read, in bytes. */
export const MAX_EXTENSION_SIZE = 1024 * 1024;

/** What extension records say about the entry that follows them. */
export interface Overrides {
  readonly path?: string;
  readonly linkPath?: string;
  readonly size?: number;
  /** It is a sparse file, in one of GNU's three PAX forms. */
  readonly sparse?: PaxSparse;
}

export interface PaxSparse {
  /** The name of the file; the entry has one that tells older programs what it is. */
  readonly name?: string;
  /** Bytes with the holes. */
  readonly size?: number;
  /** Where its map stands: in the PAX header (0.0, 0.1) or before its data (1.0). */
  readonly isMapInData: boolean;
}

/**
 * Reads PAX records, `LENGTH KEY=VALUE\n` each. Keys that do not matter here are left out.
 *
 * @param at byte offset, for the message.
 * @throws {SwrctlError} SOURCE_INVALID
 * @see POSIX.1-2008 pax, "pax Extended Header"; GNU tar manual, "Storing Sparse Files".
 */
export function parsePax(bytes: Buffer, at: number): Overrides {
  const overrides: { -readonly [K in keyof Overrides]: Overrides[K] } = {};
  let sparse: { -readonly [K in keyof PaxSparse]: PaxSparse[K] } | undefined;
  for (const [key, value] of paxRecords(bytes, at)) {
    if (key === 'path') overrides.path = nameOf(value, at);
    else if (key === 'linkpath') overrides.linkPath = nameOf(value, at);
    else if (key === 'size') overrides.size = paxSize(value, at);
    else if (key.startsWith('GNU.sparse.')) {
      sparse ??= { isMapInData: false };
      if (key === 'GNU.sparse.name') sparse.name = nameOf(value, at);
      if (key === 'GNU.sparse.size' || key === 'GNU.sparse.realsize') sparse.size = paxSize(value, at);
      if (key === 'GNU.sparse.major') sparse.isMapInData = value.toString() === '1';
    }
  }
  return sparse === undefined ? overrides : { ...overrides, sparse };
}

/** Key and value of each record. */
export function* paxRecords(bytes: Buffer, at: number): Generator<[string, Buffer]> {
  let start = 0;
  while (start < bytes.length && bytes[start] !== 0) {
    const space = bytes.indexOf(0x20, start);
    const digits = bytes.toString('latin1', start, Math.min(Math.max(space, start), start + 8));
    const end = start + Number(digits);
    const equals = bytes.indexOf(0x3d, space);
    const isRecord = /^[0-9]{1,7}$/.test(digits) && end <= bytes.length && bytes[end - 1] === 0x0a && equals < end;
    if (!isRecord || equals === -1) throw invalidSource(`the PAX header at byte ${at} is damaged`);
    yield [bytes.toString('utf8', space + 1, equals), bytes.subarray(equals + 1, end - 1)];
    start = end;
  }
}

/** @throws {SwrctlError} SOURCE_INVALID for more bytes than a name may have. */
function nameOf(bytes: Buffer, at: number): string {
  if (bytes.length <= MAX_NAME_SIZE) return decodeText(bytes);
  throw invalidSource(
    `the name at byte ${at} has ${bytes.length} bytes, more than the ${MAX_NAME_SIZE} that are allowed`,
  );
}

function paxSize(value: Buffer, at: number): number {
  const digits = value.toString('latin1', 0, 20);
  const size = /^[0-9]+$/.test(digits) ? Number(digits) : NaN;
  if (Number.isSafeInteger(size)) return size;
  throw invalidSource(`the PAX header at byte ${at} is damaged: its size is not a number`);
}

/**
 * Reads a GNU long name or long link: text up to the first zero byte.
 *
 * @param at byte offset, for the message.
 * @throws {SwrctlError} SOURCE_INVALID when it is too long.
 */
export function parseLongText(bytes: Buffer, at: number): string {
  const zero = bytes.indexOf(0);
  return nameOf(zero === -1 ? bytes : bytes.subarray(0, zero), at);
}

/** The header as its extension records correct it. */
export function applyOverrides(header: TarHeader, overrides: Overrides): TarHeader {
  return {
    name: overrides.sparse?.name ?? overrides.path ?? header.name,
    linkName: overrides.linkPath ?? header.linkName,
    size: overrides.size ?? header.size,
    type: header.type,
  };
}
