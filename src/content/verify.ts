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
  return passing(createCheck(expected, label));
}

/** The same as a step of a stage: a stream of its own would hold chunks of its own. */
export async function* verified(
  source: AsyncIterable<Buffer>,
  expected: Expected,
  label: string = expected.digest,
): AsyncGenerator<Buffer> {
  const check = createCheck(expected, label);
  for await (const chunk of source) {
    check.add(chunk);
    yield chunk;
  }
  check.end();
}

/**
 * The same for the number of bytes alone, where somebody else finds out the digest.
 *
 * @param from bytes of the content that do not pass here, from its beginning on.
 * @throws {SwrctlError} CONTENT_MISMATCH, through the stream.
 */
export function verifySize(expected: Expected, from: number): Transform {
  return passing(checkSize(expected, expected.digest, from));
}

/** @throws {SwrctlError} CONTENT_MISMATCH when another digest was found. */
export function requireDigest(found: Digest, expected: Expected, label: string = expected.digest): void {
  if (found !== expected.digest) throw mismatch(label, expected, `its digest is ${found}`);
}

/** Looks at content chunk by chunk. Both throw CONTENT_MISMATCH. */
interface Check {
  readonly add: (chunk: Buffer) => void;
  readonly end: () => void;
}

function createCheck(expected: Expected, label: string): Check {
  const algorithm = algorithmOf(expected.digest);
  const hash = createHash(algorithm);
  const size = checkSize(expected, label, 0);
  return {
    add: (chunk) => {
      size.add(chunk);
      hash.update(chunk);
    },
    end: () => {
      size.end();
      requireDigest(digestOfHash(hash, algorithm), expected, label);
    },
  };
}

function checkSize(expected: Expected, label: string, from: number): Check {
  let size = from;
  return {
    add: (chunk) => {
      size += chunk.length;
      if (expected.size === undefined || size <= expected.size) return;
      throw mismatch(label, expected, `it has more than ${expected.size} bytes`);
    },
    end: () => {
      if (expected.size === undefined || size === expected.size) return;
      throw mismatch(label, expected, `it ends after ${size} of ${expected.size} bytes`);
    },
  };
}

function passing({ add, end }: Check): Transform {
  const attempt = (work: () => void, done: (error?: Error | null, chunk?: Buffer) => void, chunk?: Buffer): void => {
    try {
      work();
    } catch (error) {
      done(error as Error);
      return;
    }
    done(null, chunk);
  };
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => attempt(() => add(chunk), done, chunk),
    flush: (done) => attempt(end, done),
  });
}

function mismatch(label: string, { digest }: Expected, found: string): SwrctlError {
  const what = label.includes(digest) ? label : `${label} (${digest})`;
  return new SwrctlError('CONTENT_MISMATCH', `${what} is damaged: ${found}`);
}
