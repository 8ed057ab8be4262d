/** What packs gzip layers: we ourselves, or a program of the machine. */
export const GZIP_PACKERS = ['builtin', 'igzip', 'pigz'] as const;

export type GzipPacker = (typeof GZIP_PACKERS)[number];

/** How a layer was packed. The same layer packed in the same way becomes the same bytes. */
export interface GzipPacking {
  readonly packer: GzipPacker;
  readonly level: number;
}

/** A member without content whose extra field "SW" holds two bytes: packer and level. Source: RFC 1952, 2.3.1.1. */
const START = Buffer.from('1f8b08040000000000ff060053570200', 'hex');
/** An empty last block, and CRC-32 and size of nothing. */
const END = Buffer.from('03000000000000000000', 'hex');

/** Packers by the byte that stands for them in a mark: part of what layers consist of, so never renumber them. */
const CODES: Readonly<Record<GzipPacker, number>> = { builtin: 1, igzip: 2, pigz: 3 };

/** How long the mark is, in bytes. */
export const MARK_SIZE = START.length + 2 + END.length;

/**
 * The last member of each gzip file that we make. It says how the file was packed, so that whoever has the layer can
 * pack it in the same way and see whether it becomes the same blob. Readers pass over it; eStargz ends its layers in
 * the same manner.
 */
export function gzipMark({ packer, level }: GzipPacking): Buffer {
  return Buffer.concat([START, Buffer.from([CODES[packer], level]), END]);
}

/**
 * How a gzip file was packed, by its end. A claim and no more: anybody can write it.
 *
 * @param tail the last MARK_SIZE bytes.
 * @returns undefined for what others have packed.
 */
export function readGzipMark(tail: Buffer): GzipPacking | undefined {
  const [code, level] = [tail[START.length], tail[START.length + 1]];
  const packer = GZIP_PACKERS.find((one) => CODES[one] === code);
  if (packer === undefined || level === undefined) return undefined;
  return tail.equals(gzipMark({ packer, level })) ? { packer, level } : undefined;
}
