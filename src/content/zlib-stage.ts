import { pipeline, type Transform } from 'node:stream';

/** Runs chunks through one of Node's zlib streams; a failure of either end arrives at the reader. */
export function throughZlib(zlib: Transform, source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  // The reader sees the error too, as `zlib` is destroyed with it: nothing is left for the callback to do.
  return pipeline(source, zlib, () => undefined) as AsyncIterable<Buffer>;
}
