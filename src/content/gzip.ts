import { Duplex } from 'node:stream';
import { createGzip } from 'node:zlib';
import { throughZlib } from './zlib-stage.ts';

/** The usual trade of time for size, as docker and gzip(1) have it. */
export const DEFAULT_GZIP_LEVEL = 6;

/** In a gzip header: "unknown", so that every platform writes the same bytes. Source: RFC 1952, 2.3. */
const OS_UNKNOWN = 255;
const OS_OFFSET = 9;

/**
 * Packs a stream so that the same input gives the same bytes on every run: fixed level, no time, no name.
 *
 * @param level 1 (fast) to 9 (small). Default 6.
 */
export function gzip(level: number = DEFAULT_GZIP_LEVEL): Duplex {
  return Duplex.from(async function* (source: AsyncIterable<Buffer>) {
    let offset = 0;
    for await (const chunk of throughZlib(createGzip({ level, chunkSize: 64 * 1024 }), source)) {
      const position = OS_OFFSET - offset;
      if (position >= 0 && position < chunk.length) chunk[position] = OS_UNKNOWN;
      offset += chunk.length;
      yield chunk;
    }
  } as (source: AsyncIterable<Buffer>) => AsyncIterable<Buffer>);
}
