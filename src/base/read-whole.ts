import type { Readable } from 'node:stream';

/** All of a stream that has at most `limit` bytes: a request on stdin, a small file. @throws what `tooMuch` makes. */
export async function readWhole(stream: Readable, limit: number, tooMuch: () => Error): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Buffer | string); // streams without an encoding give one of these
    size += bytes.length;
    if (size > limit) throw tooMuch();
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
