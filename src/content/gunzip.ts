import { crc32, createInflateRaw } from 'node:zlib';
import { createByteReader, type ByteReader } from './byte-reader.ts';
import { decodeMember } from './decode-member.ts';

/** Source: RFC 1952, 2.3 "Member format". */
const MAGIC = Buffer.from([0x1f, 0x8b]);
const DEFLATE = 8;
const FLAG = { headerChecksum: 2, extra: 4, name: 8, comment: 16 };

/**
 * Unpacks gzip, all members in a row, and checks each. What follows the last one and is no gzip is dropped, as gzip(1)
 * does; Node's own decoder takes only zeros there.
 *
 * @throws {Error} for damaged or truncated input.
 */
export async function* gunzip(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const input = createByteReader(source);
  try {
    for (let isFirst = true; ; isFirst = false) {
      const magic = await input.takeUpTo(MAGIC.length);
      if (magic.equals(MAGIC)) {
        await skipHeader(input);
        yield* inflateMember(input);
      } else if (isFirst) throw new Error('incorrect header check');
      else return await input.drain();
    }
  } finally {
    input.close();
  }
}

async function skipHeader(input: ByteReader): Promise<void> {
  const header = await input.take(8);
  const flags = header.readUInt8(1);
  if (header.readUInt8(0) !== DEFLATE) throw new Error('unknown compression method');
  if (flags & FLAG.extra) await input.take((await input.take(2)).readUInt16LE());
  if (flags & FLAG.name) await skipText(input);
  if (flags & FLAG.comment) await skipText(input);
  if (flags & FLAG.headerChecksum) await input.take(2);
}

async function skipText(input: ByteReader): Promise<void> {
  while ((await input.take(1))[0] !== 0);
}

async function* inflateMember(input: ByteReader): AsyncGenerator<Buffer> {
  let checksum = 0;
  let size = 0;
  for await (const chunk of decodeMember(createInflateRaw({ chunkSize: 256 * 1024 }), input)) {
    checksum = crc32(chunk, checksum);
    size = (size + chunk.length) % 2 ** 32;
    yield chunk;
  }
  const trailer = await input.take(8);
  if (trailer.readUInt32LE(0) !== checksum) throw new Error('incorrect data check');
  if (trailer.readUInt32LE(4) !== size) throw new Error('incorrect length check');
}
