import { Transform } from 'node:stream';

/** Drops the first `count` bytes and passes the rest. */
export function skip(count: number): Transform {
  let left = count;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const dropped = Math.min(left, chunk.length);
      left -= dropped;
      done(null, dropped < chunk.length ? chunk.subarray(dropped) : undefined);
    },
  });
}
