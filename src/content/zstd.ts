import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { throughZlib } from './zlib-stage.ts';

/** Input per step: zstd can turn a few bytes into 128 KiB, and a step's output is held at once. */
const STEP = 256;

/** Node has zstd from 22.15 on; before that a JavaScript decoder is loaded. */
export function unzstd(source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const native = (zlib as { createZstdDecompress?: () => Transform }).createZstdDecompress;
  return native === undefined ? unzstdInJavaScript(source) : throughZlib(native(), source);
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
