import { Transform } from 'node:stream';

/** Passes bytes through and tells how many went by since the last call. */
export function count(onBytes: (count: number) => void): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      onBytes(chunk.length);
      done(null, chunk);
    },
  });
}
