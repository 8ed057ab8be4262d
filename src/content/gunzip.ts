import { crc32, createInflateRaw } from 'node:zlib';
import { createByteReader, type ByteReader } from './byte-reader.ts';
import { decodeMember } from './decode-member.ts';

/** Source: RFC 1952, 2.3 "Member format". */
const MAGIC = Buffer.from([0x1f, 0x8b]);
const DEFLATE = 8;
const FLAG = { headerChecksum: 2, extra: 4, name: 8, comment: 16 };

/** Longest name or comment in a header, in bytes. No standard has a limit; packers write the name of a file. */
const MAX_TEXT_SIZE = 64 * 1024;

/**
 * Unpacks gzip, all members in a row, and checks each. Node's own decoder knows only one of them, or zeros behind it.
 *
 * @param onTail called when bytes follow the last member that are no gzip. Where it returns, they are read and dropped.
 * @throws {Error} for damaged or truncated input.
 */
export async function* gunzip(source: AsyncIterable<Buffer>, onTail: () => void = refuseTail): AsyncGenerator<Buffer> {
  const input = createByteReader(source);
  try {
    for (let isFirst = true; ; isFirst = false) {
      const magic = await input.takeUpTo(MAGIC.length);
      if (magic.equals(MAGIC)) {
        await skipHeader(input);
        yield* inflateMember(input);
      } else if (isFirst) throw new Error('incorrect header check');
      else if (magic.length === 0) return;
      else {
        onTail();
        return await input.drain();
      }
    }
  } finally {
    input.close();
  }
}

function refuseTail(): never {
  throw new Error('bytes follow its end');
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
  for (let length = 0; (await input.take(1))[0] !== 0; length += 1) {
    if (length === MAX_TEXT_SIZE) throw new Error('a name in its header is too long');
  }
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
