import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packBlock } from '../../src/content/gzip-block.ts';

const BLOCK = 1024 * 1024;

/** Blocks as layers have them: runs, repeated words, noise, and places of each. */
const block = fc
  .array(
    fc.oneof(
      fc
        .record({ length: fc.integer({ min: 1, max: 200_000 }), byte: fc.integer({ min: 0, max: 255 }) })
        .map(({ length, byte }) => Buffer.alloc(length, byte)),
      fc
        .record({ count: fc.integer({ min: 1, max: 5000 }), word: fc.uint8Array({ minLength: 1, maxLength: 40 }) })
        .map(({ count, word }) => Buffer.alloc(count * word.length, word)),
      fc.integer({ min: 1, max: 100_000 }).map((length) => randomBytes(length)),
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    ),
    { maxLength: 12 },
  )
  .map((parts) => Buffer.concat(parts).subarray(0, BLOCK));

it('packs what zlib unpacks to the same bytes, at every level', () => {
  fc.assert(
    fc.property(block, fc.integer({ min: 1, max: 12 }), (bytes, level) => {
      expect(gunzipSync(packBlock(bytes, level)).equals(bytes)).toBe(true);
    }),
    { seed: 20261128, numRuns: 150 },
  );
});
