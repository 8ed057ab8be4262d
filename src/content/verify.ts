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
  return checked(expected, label, 0, {
    onChunk: (chunk) => hash.update(chunk),
    onEnd: () => requireDigest(digestOfHash(hash, algorithm), expected, label),
  });
}

/**
 * The same for the number of bytes alone, where somebody else finds out the digest.
 *
 * @param from bytes of the content that do not pass here, from its beginning on.
 * @throws {SwrctlError} CONTENT_MISMATCH, through the stream.
 */
export function verifySize(expected: Expected, from: number): Transform {
  return checked(expected, expected.digest, from, {});
}

/** @throws {SwrctlError} CONTENT_MISMATCH when another digest was found. */
export function requireDigest(found: Digest, expected: Expected, label: string = expected.digest): void {
  if (found !== expected.digest) throw mismatch(label, expected, `its digest is ${found}`);
}

interface Watcher {
  readonly onChunk?: (chunk: Buffer) => void;
  readonly onEnd?: () => void;
}

function checked(expected: Expected, label: string, from: number, { onChunk, onEnd }: Watcher): Transform {
  let size = from;
  const refuseSize = (): SwrctlError | undefined =>
    expected.size === undefined || size === expected.size
      ? undefined
      : mismatch(label, expected, `it ends after ${size} of ${expected.size} bytes`);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (expected.size !== undefined && size > expected.size) {
        done(mismatch(label, expected, `it has more than ${expected.size} bytes`));
        return;
      }
      onChunk?.(chunk);
      done(null, chunk);
    },
    flush(done) {
      try {
        const problem = refuseSize();
        if (problem === undefined) onEnd?.();
        done(problem);
      } catch (error) {
        done(error as Error);
      }
    },
  });
}

function mismatch(label: string, { digest }: Expected, found: string): SwrctlError {
  const what = label.includes(digest) ? label : `${label} (${digest})`;
  return new SwrctlError('CONTENT_MISMATCH', `${what} is damaged: ${found}`);
}
