import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import { SwrctlError } from '../base/errors.ts';
import { algorithmOf, digestOfHash, type Digest } from '../model/digest.ts';

/** What bytes must be. Without `size`, only the digest counts. */
export interface Expected {
  readonly digest: Digest;
  /** Bytes, exactly. */
  readonly size?: number;
}

/**
 * Passes bytes through and fails unless they are exactly the expected content. Errors as soon as more than `size`
 * bytes have passed, so a hostile server cannot fill the disk.
 *
 * @param label how a person finds the content: an entry name, a digest.
 * @throws {SwrctlError} CONTENT_MISMATCH, through the stream.
 */
export function verify(expected: Expected, label: string = expected.digest): Transform {
  const algorithm = algorithmOf(expected.digest);
  const hash = createHash(algorithm);
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (expected.size !== undefined && size > expected.size) {
        done(mismatch(label, expected, `it has more than ${expected.size} bytes`));
        return;
      }
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      if (expected.size !== undefined && size !== expected.size) {
        done(mismatch(label, expected, `it ends after ${size} of ${expected.size} bytes`));
        return;
      }
      const digest = digestOfHash(hash, algorithm);
      done(digest === expected.digest ? null : mismatch(label, expected, `its digest is ${digest}`));
    },
  });
}

function mismatch(label: string, { digest }: Expected, found: string): SwrctlError {
  const what = label.includes(digest) ? label : `${label} (${digest})`;
  return new SwrctlError('CONTENT_MISMATCH', `${what} is damaged: ${found}`);
}
