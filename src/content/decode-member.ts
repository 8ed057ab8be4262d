import type { Transform } from 'node:stream';
import type { ByteReader } from './byte-reader.ts';

/** One of Node's zlib streams: it counts the input that it has used. */
export type ZlibDecoder = Transform & { readonly bytesWritten: number };

/**
 * Decodes one member (gzip) or frame (zstd) and leaves what follows it in `input`. Node's streams end there, and would
 * drop the rest or take it for damage.
 *
 * @throws {Error} for damaged or truncated input.
 */
export async function* decodeMember(decoder: ZlibDecoder, input: ByteReader): AsyncGenerator<Buffer> {
  const feeding = feed(decoder, input);
  feeding.catch((error: Error) => decoder.destroy(error));
  yield* decoder as AsyncIterable<Buffer>;
  await feeding;
}

/** Gives the decoder bytes until it has its end, and puts back what it did not want. */
async function feed(decoder: ZlibDecoder, input: ByteReader): Promise<void> {
  const closed = new Promise<void>((resolve) => decoder.once('close', resolve));
  let fed = 0;
  for (;;) {
    const chunk = await input.next();
    if (chunk === undefined) {
      decoder.end();
      return;
    }
    fed += chunk.length;
    // Whether a write that meets the end is answered differs between versions of Node; its reader closes it then.
    await Promise.race([new Promise((resolve) => decoder.write(chunk, resolve)), closed]);
    const unwanted = fed - decoder.bytesWritten;
    if (unwanted === 0) continue;
    input.putBack(chunk.subarray(chunk.length - unwanted));
    return;
  }
}
