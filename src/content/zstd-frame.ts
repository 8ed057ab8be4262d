import type { ByteReader } from './byte-reader.ts';

/** Source: RFC 8878, 3.1 "Frames". */
const MAGIC = 0xfd2fb528;
const SKIPPABLE = { first: 0x184d2a50, last: 0x184d2a5f };

/** Most bytes of a block. Source: RFC 8878, 3.1.1.2. */
const MAX_BLOCK = 128 * 1024;
const RLE = 1;

/** A frame of which the header was read. */
export interface ZstdFrame {
  /** Bytes of its own output that it may refer back to: who unpacks it has to hold them. */
  readonly window: number;
  /** All its bytes: the header, each block, the checksum. */
  readonly pieces: () => AsyncGenerator<Buffer>;
}

/**
 * Takes a stream of zstd apart. Frames that are to be skipped are. Each has to be read before the next one is asked for.
 *
 * Source: RFC 8878, 3.1.1 and 3.1.2.
 *
 * @throws {Error} for what is no frame, or not all of one.
 */
export async function* zstdFrames(input: ByteReader): AsyncGenerator<ZstdFrame, undefined> {
  for (;;) {
    const head = await input.takeUpTo(4);
    if (head.length === 0) return undefined;
    const magic = head.length < 4 ? 0 : head.readUInt32LE();
    if (magic === MAGIC) yield await readFrame(head, input);
    else if (magic >= SKIPPABLE.first && magic <= SKIPPABLE.last) {
      await input.skip((await input.take(4)).readUInt32LE());
    } else throw new Error('unknown frame');
  }
}

async function readFrame(magic: Buffer, input: ByteReader): Promise<ZstdFrame> {
  const descriptor = await input.take(1);
  const flags = descriptor.readUInt8();
  const isSingleSegment = (flags & 32) !== 0;
  const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
  const dictionaryBytes = [0, 1, 2, 4][flags & 3] ?? 0;
  const windowBytes = isSingleSegment ? 0 : 1;
  const fields = await input.take(windowBytes + dictionaryBytes + sizeBytes);
  const size = fields.subarray(windowBytes + dictionaryBytes);
  return {
    window: isSingleSegment ? sizeOf(size) : windowOf(fields.readUInt8()),
    pieces: () => pieces(Buffer.concat([magic, descriptor, fields]), (flags & 4) !== 0, input),
  };
}

function sizeOf(field: Buffer): number {
  if (field.length === 8) return Number(field.readBigUInt64LE());
  return field.readUIntLE(0, field.length) + (field.length === 2 ? 256 : 0);
}

function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

async function* pieces(header: Buffer, hasChecksum: boolean, input: ByteReader): AsyncGenerator<Buffer> {
  yield header;
  for (let isLast = false; !isLast;) {
    const head = await input.take(3);
    const bits = head.readUIntLE(0, 3);
    const size = bits >> 3;
    if (size > MAX_BLOCK) throw new Error('a block is too large');
    const content = await input.take(((bits >> 1) & 3) === RLE ? 1 : size);
    yield Buffer.concat([head, content]);
    isLast = (bits & 1) === 1;
  }
  if (hasChecksum) yield await input.take(4);
}
