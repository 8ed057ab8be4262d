import { Duplex } from 'node:stream';
import { promisify } from 'node:util';
import { constants, crc32, deflateRaw, deflateRawSync } from 'node:zlib';
import { inBlocks } from './blocks.ts';

/**
 * Blocks are packed in parallel by the thread pool, so this level costs less time than others need for more; measured in
 * docs/benchmarks.md.
 */
export const DEFAULT_GZIP_LEVEL = 4;

/** No time, no name, operating system unknown: nothing that differs between two runs. Source: RFC 1952, 2.3. */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
/** An empty last block; all before it end on a byte and are not last. Source: RFC 1951, 3.2.3. */
const LAST_BLOCK = Buffer.from([3, 0]);

const BLOCK_SIZE = 1024 * 1024;
/** Most blocks fit into one piece this long when they are packed: each piece is a way to the thread pool and back. */
const OUTPUT_SIZE = 512 * 1024;
/** What DEFLATE can look back at; the end of the block before serves as dictionary. */
const WINDOW_SIZE = 32 * 1024;
/** Blocks under way at once: enough for every core, bounded in memory. */
const BLOCKS_AHEAD = 6;

const deflate = promisify(deflateRaw) as (bytes: Buffer, options: object) => Promise<Buffer>;

/**
 * Packs a stream as one gzip member. Blocks of a fixed size are packed side by side and joined in order, so the same
 * input gives the same bytes however it comes in, on every run, and whatever the number of cores.
 *
 * @param level 1 (fast) to 9 (small). Default 4.
 */
export function gzip(level: number = DEFAULT_GZIP_LEVEL): Duplex {
  return Duplex.from((source: AsyncIterable<Buffer>) => pack(source, level));
}

async function* pack(source: AsyncIterable<Buffer>, level: number): AsyncGenerator<Buffer> {
  const packing: Promise<Buffer>[] = [];
  let dictionary: Buffer | undefined;
  let sum = 0;
  let size = 0;
  yield HEADER;
  for await (const block of inBlocks(source, BLOCK_SIZE)) {
    sum = crc32(block, sum);
    size += block.length;
    const packed = packBlock(block, dictionary, level);
    packed.catch(() => undefined); // awaited below, in order, unless the stream is given up before
    packing.push(packed);
    dictionary = block.subarray(-WINDOW_SIZE);
    if (packing.length >= BLOCKS_AHEAD) yield (await packing.shift()) ?? LAST_BLOCK;
  }
  for (const packed of packing) yield await packed;
  yield LAST_BLOCK;
  yield trailer(sum, size);
}

function packBlock(block: Buffer, dictionary: Buffer | undefined, level: number): Promise<Buffer> {
  return deflate(block, {
    level: isIncompressible(block) ? constants.Z_NO_COMPRESSION : level,
    finishFlush: constants.Z_SYNC_FLUSH,
    memLevel: 9,
    chunkSize: OUTPUT_SIZE,
    ...(dictionary ? { dictionary } : {}),
  });
}

const SAMPLES = 4;
const SAMPLE_SIZE = 4096;

/** Looks at a few places: media, packages and model weights cost DEFLATE the most time, for nothing. */
function isIncompressible(block: Buffer): boolean {
  if (block.length < SAMPLES * SAMPLE_SIZE) return false;
  const step = Math.floor((block.length - SAMPLE_SIZE) / (SAMPLES - 1));
  const places = Array.from({ length: SAMPLES }, (_, index) => index * step);
  const sample = Buffer.concat(places.map((place) => block.subarray(place, place + SAMPLE_SIZE)));
  // Counting bytes is quick, and tells of most blocks that they can be packed.
  if (bitsPerByte(sample) < 7.8) return false;
  return deflateRawSync(sample, { level: 1 }).length > sample.length * 0.98;
}

/** Shannon's entropy: what the best code for single bytes would need. */
function bitsPerByte(bytes: Buffer): number {
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  let bits = 0;
  for (const count of counts) if (count > 0) bits += count * Math.log2(bytes.length / count);
  return bits / bytes.length;
}

/** CRC-32 and size modulo 2^32, little endian. */
function trailer(sum: number, size: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(sum, 0);
  bytes.writeUInt32LE(size % 2 ** 32, 4);
  return bytes;
}
