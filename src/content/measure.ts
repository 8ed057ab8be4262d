import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import { digestOfHash, type Digest } from '../model/digest.ts';

/** A pass-through that hashes and counts. */
export interface Measure {
  readonly stream: Transform;
  /** Digest (sha256) and bytes so far; call once, after the stream ended. */
  readonly result: () => { digest: Digest; size: number };
  /** Bytes so far. */
  readonly size: () => number;
}

export function measure(onBytes?: (count: number) => void): Measure {
  const hash = createHash('sha256');
  let size = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      size += chunk.length;
      onBytes?.(chunk.length);
      done(null, chunk);
    },
  });
  return { stream, result: () => ({ digest: digestOfHash(hash), size }), size: () => size };
}
