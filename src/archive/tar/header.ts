import { isUtf8 } from 'node:buffer';
import { invalidSource } from '../invalid-source.ts';

/** Tar is made of blocks of this many bytes. */
export const BLOCK_SIZE = 512;

/**
 * What a tar header says, before PAX and GNU extensions are applied. Source: POSIX.1-2008 pax; GNU tar manual, "Basic
 * Tar Format".
 */
export interface TarHeader {
  readonly name: string;
  /** Bytes of data that follow, without padding. */
  readonly size: number;
  /** The type flag: `0` file, `1` hard link, `2` symbolic link, `5` directory, `x`/`g` PAX, `L`/`K` GNU long name/link … */
  readonly type: string;
  readonly linkName: string;
}

/** Longest name or link target that is taken, in bytes: what file systems allow (PATH_MAX). */
export const MAX_NAME_SIZE = 4096;

const CHECKSUM = { start: 148, end: 156 };
const SPACE = 0x20;

/**
 * Reads one header block.
 *
 * @returns undefined for a block of zeros, which ends an archive.
 * @throws {SwrctlError} SOURCE_INVALID naming `at`, the byte offset, when the checksum or a number is wrong.
 */
export function parseTarHeader(block: Buffer, at: number): TarHeader | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  if (!hasChecksum(block)) throw invalidSource(`the tar header at byte ${at} is damaged: its checksum is wrong`);
  const flag = String.fromCharCode(block[156] ?? 0);
  return {
    name: prefixOf(block) + text(block, 0, 100),
    size: number(block, 124, 136, at),
    type: flag === '\0' || flag === '7' ? '0' : flag,
    linkName: text(block, 157, 257),
  };
}

/** True for a header in GNU's own format, where sparse files have fields of their own. */
export function isGnuHeader(block: Buffer): boolean {
  return block.toString('latin1', 257, 265) === 'ustar  \0';
}

/** True when the block's checksum is right, counted unsigned or, as some old programs did, signed. */
export function hasChecksum(block: Buffer): boolean {
  let unsigned = 0;
  let signed = 0;
  for (let index = 0; index < block.length; index += 1) {
    const byte = index >= CHECKSUM.start && index < CHECKSUM.end ? SPACE : (block[index] ?? 0);
    unsigned += byte;
    signed += byte > 127 ? byte - 256 : byte;
  }
  const claimed = octal(block.subarray(CHECKSUM.start, CHECKSUM.end));
  return claimed !== undefined && (claimed === unsigned || claimed === signed);
}

/** POSIX keeps the front of a long name in a field of its own; GNU keeps other things there. */
function prefixOf(block: Buffer): string {
  const isPosix = block.subarray(257, 263).toString('latin1') === 'ustar\0';
  const prefix = isPosix ? text(block, 345, 500) : '';
  return prefix === '' ? '' : `${prefix}/`;
}

function text(block: Buffer, start: number, end: number): string {
  const field = block.subarray(start, end);
  const zero = field.indexOf(0);
  return decodeText(zero === -1 ? field : field.subarray(0, zero));
}

/** UTF-8 where it is UTF-8, else Latin-1, so that different bytes stay different names. */
export function decodeText(bytes: Buffer): string {
  return bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');
}

function number(block: Buffer, start: number, end: number, at: number): number {
  const value = readNumber(block.subarray(start, end));
  if (value === undefined) throw invalidSource(`the tar header at byte ${at} is damaged: its size is not a number`);
  return value;
}

/** A number field, in octal or GNU's binary form. @returns undefined when it is neither. */
export function readNumber(field: Buffer): number | undefined {
  return (field[0] ?? 0) & 0x80 ? base256(field) : octal(field);
}

/** GNU's form for sizes of 8 GiB and more: the top bit set, then a big-endian number. */
function base256(field: Buffer): number | undefined {
  if (field[0] !== 0x80) return undefined; // negative, or larger than any disk
  let value = 0;
  for (const byte of field.subarray(1)) value = value * 256 + byte;
  return Number.isSafeInteger(value) ? value : undefined;
}

function octal(field: Buffer): number | undefined {
  const digits = /^[ \0]*([0-7]*)(?:[ \0]|$)/.exec(field.toString('latin1'))?.[1];
  return digits === undefined ? undefined : digits === '' ? 0 : parseInt(digits, 8);
}
