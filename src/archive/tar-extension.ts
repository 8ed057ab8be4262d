import { invalidSource } from './invalid-source.ts';
import { decodeText, type TarHeader } from './tar-header.ts';

/** Largest extension record (PAX, GNU long name) that is read, in bytes. */
export const MAX_EXTENSION_SIZE = 1024 * 1024;

/** What extension records say about the entry that follows them. */
export interface Overrides {
  readonly path?: string;
  readonly linkPath?: string;
  readonly size?: number;
  readonly isSparse?: boolean;
}

/**
 * Reads PAX records, `LENGTH KEY=VALUE\n` each. Keys that do not matter here are left out.
 *
 * @param at byte offset, for the message.
 * @throws {SwrctlError} SOURCE_INVALID
 * @see POSIX.1-2008 pax, "pax Extended Header".
 */
export function parsePax(bytes: Buffer, at: number): Overrides {
  const overrides: { -readonly [K in keyof Overrides]: Overrides[K] } = {};
  for (const [key, value] of paxRecords(bytes, at)) {
    if (key === 'path') overrides.path = value;
    else if (key === 'linkpath') overrides.linkPath = value;
    else if (key === 'size') overrides.size = paxSize(value, at);
    else if (key.startsWith('GNU.sparse.')) overrides.isSparse = true;
  }
  return overrides;
}

function* paxRecords(bytes: Buffer, at: number): Generator<[string, string]> {
  let start = 0;
  while (start < bytes.length && bytes[start] !== 0) {
    const space = bytes.indexOf(0x20, start);
    const digits = bytes.toString('latin1', start, Math.max(space, start));
    const end = start + Number(digits);
    const equals = bytes.indexOf(0x3d, space);
    const isRecord = /^[0-9]{1,7}$/.test(digits) && end <= bytes.length && bytes[end - 1] === 0x0a && equals < end;
    if (!isRecord || equals === -1) throw invalidSource(`the PAX header at byte ${at} is damaged`);
    yield [bytes.toString('utf8', space + 1, equals), decodeText(bytes.subarray(equals + 1, end - 1))];
    start = end;
  }
}

function paxSize(value: string, at: number): number {
  const size = /^[0-9]+$/.test(value) ? Number(value) : NaN;
  if (Number.isSafeInteger(size)) return size;
  throw invalidSource(`the PAX header at byte ${at} is damaged: its size is not a number`);
}

/** Reads a GNU long name or long link: text up to the first zero byte. */
export function parseLongText(bytes: Buffer): string {
  const zero = bytes.indexOf(0);
  return decodeText(zero === -1 ? bytes : bytes.subarray(0, zero));
}

/** The header as its extension records correct it. */
export function applyOverrides(header: TarHeader, overrides: Overrides): TarHeader {
  return {
    name: overrides.path ?? header.name,
    linkName: overrides.linkPath ?? header.linkName,
    size: overrides.size ?? header.size,
    type: overrides.isSparse ? 'S' : header.type,
  };
}
