import { createHash, type Hash } from 'node:crypto';
import { SwrctlError } from '../base/errors.ts';

declare const digestBrand: unique symbol;

/** `algorithm:hex`, checked: sha256 with 64 or sha512 with 128 lower-case hex digits. */
export type Digest = string & { readonly [digestBrand]: true };

export type DigestAlgorithm = 'sha256' | 'sha512';

const HEX_LENGTH: Record<DigestAlgorithm, number> = { sha256: 64, sha512: 128 };

/** True when `text` is a digest that `parseDigest` takes. */
export function isDigest(text: string): text is Digest {
  const [algorithm = '', hex = '', ...rest] = text.split(':');
  if (rest.length > 0 || !(algorithm === 'sha256' || algorithm === 'sha512')) return false;
  return hex.length === HEX_LENGTH[algorithm] && /^[0-9a-f]+$/.test(hex);
}

/**
 * @throws {SwrctlError} REFERENCE_INVALID
 * @see OCI image-spec 1.1, "Digests".
 */
export function parseDigest(text: string): Digest {
  if (isDigest(text)) return text;
  throw new SwrctlError('REFERENCE_INVALID', `"${text}" is not a digest`, {
    hint: 'A digest is "sha256:" and 64 lower-case hexadecimal digits',
  });
}

export function algorithmOf(digest: Digest): DigestAlgorithm {
  return digest.startsWith('sha512:') ? 'sha512' : 'sha256';
}

/** The part after the colon. */
export function hexOf(digest: Digest): string {
  return digest.slice(digest.indexOf(':') + 1);
}

/** The first 12 hex digits, as people know it from docker. */
export function shortHex(digest: Digest): string {
  return hexOf(digest).slice(0, 12);
}

/** Finishes a running hash. */
export function digestOfHash(hash: Hash, algorithm: DigestAlgorithm = 'sha256'): Digest {
  return parseDigest(`${algorithm}:${hash.digest('hex')}`);
}

/** True when `digest` is that of the bytes, by its own algorithm. */
export function isDigestOf(digest: Digest, bytes: Uint8Array): boolean {
  return digestOf(bytes, algorithmOf(digest)) === digest;
}

/** The digest of bytes in memory. Default algorithm: sha256. */
export function digestOf(bytes: Uint8Array | string, algorithm: DigestAlgorithm = 'sha256'): Digest {
  return digestOfHash(createHash(algorithm).update(bytes), algorithm);
}
