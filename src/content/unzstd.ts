import * as zlib from 'node:zlib';
import { createByteReader, type ByteReader } from './byte-reader.ts';
import { decodeMember, type ZlibDecoder } from './decode-member.ts';

/** Input per step: zstd can turn a few bytes into 128 KiB, and a step's output is held at once. */
const STEP = 256;

/** Source: RFC 8878, 3.1 "Frames". */
const MAGIC = 0xfd2fb528;
const SKIPPABLE = { first: 0x184d2a50, last: 0x184d2a5f };

/** Node has zstd from 22.15 on; before that a JavaScript decoder is loaded. */
export function unzstd(source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const createDecoder = (zlib as { createZstdDecompress?: () => ZlibDecoder }).createZstdDecompress;
  return createDecoder === undefined ? unzstdInJavaScript(source) : unzstdByFrames(source, createDecoder);
}

async function* unzstdByFrames(
  source: AsyncIterable<Buffer>,
  createDecoder: () => ZlibDecoder,
): AsyncGenerator<Buffer> {
  const input = createByteReader(source);
  try {
    for (;;) {
      const head = await input.takeUpTo(4);
      if (head.length === 0) return;
      const magic = head.length < 4 ? 0 : head.readUInt32LE();
      if (magic === MAGIC) {
        yield* decodeMember(createDecoder(), createByteReader(frameBytes(head, input)));
      } else if (magic >= SKIPPABLE.first && magic <= SKIPPABLE.last) {
        await input.skip((await input.take(4)).readUInt32LE());
      } else throw new Error('unknown frame');
    }
  } finally {
    input.close();
  }
}

/** Most bytes of a block. Source: RFC 8878, 3.1.1.2. */
const MAX_BLOCK = 128 * 1024;
const RLE = 1;

/**
 * The bytes of one frame, of which `magic` was taken: Node 22 takes a frame that is cut for a whole one.
 *
 * Source: RFC 8878, 3.1.1.
 */
async function* frameBytes(magic: Buffer, input: ByteReader): AsyncGenerator<Buffer> {
  const descriptor = await input.take(1);
  const flags = descriptor.readUInt8();
  const isSingleSegment = (flags & 32) !== 0;
  const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
  const dictionaryBytes = [0, 1, 2, 4][flags & 3] ?? 0;
  yield Buffer.concat([magic, descriptor]);
  yield await input.take((isSingleSegment ? 0 : 1) + dictionaryBytes + sizeBytes);
  for (let isLast = false; !isLast;) {
    const head = await input.take(3);
    const bits = head.readUIntLE(0, 3);
    const size = bits >> 3;
    if (size > MAX_BLOCK) throw new Error('a block is too large');
    yield head;
    yield await input.take(((bits >> 1) & 3) === RLE ? 1 : size);
    isLast = (bits & 1) === 1;
  }
  const hasChecksum = (flags & 4) !== 0;
  if (hasChecksum) yield await input.take(4);
}

/** The decoder for older Node. Exported so that tests reach it on every Node. */
export async function* unzstdInJavaScript(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const { Decompress } = await import('fzstd');
  let output: Buffer[] = [];
  const decoder = new Decompress((data) => output.push(Buffer.from(data)));
  for await (const chunk of source) {
    for (let start = 0; start < chunk.length; start += STEP) {
      decoder.push(chunk.subarray(start, start + STEP));
      yield* output;
      output = [];
    }
  }
  decoder.push(Buffer.alloc(0), true);
  yield* output;
}
