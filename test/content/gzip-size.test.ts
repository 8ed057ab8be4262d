import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gzip } from '../../src/content/gzip.ts';
import { SIZE_TAIL, namesSize } from '../../src/content/gzip-size.ts';

const MB = 1024 * 1024;
const tailOf = (packed: Buffer): Buffer => packed.subarray(-SIZE_TAIL);
const pack = (content: Buffer): Promise<Buffer> => buffer(Readable.from([content]).pipe(gzip()));

describe('namesSize', () => {
  it.each([0, 1, MB - 1, MB, MB + 1, 3 * MB, 5 * MB + 7])('knows %i bytes that we have packed', async (size) => {
    const tail = tailOf(await pack(Buffer.alloc(size, 'swr')));
    expect([size, size + 1, size + MB, Math.abs(size - MB)].filter((one) => namesSize(tail, one))).toEqual([size]);
  });

  it('knows what others have packed as one member', () => {
    const tail = tailOf(gzipSync(Buffer.alloc(3 * MB, 'swr')));
    expect(namesSize(tail, 3 * MB)).toBe(true);
    expect(namesSize(tail, 2 * MB)).toBe(false);
  });

  it('knows nothing of members of somebody else, nor of scraps', () => {
    const tail = tailOf(Buffer.concat([gzipSync(Buffer.alloc(MB)), gzipSync(Buffer.alloc(5))]));
    expect(namesSize(tail, MB + 5)).toBe(false);
    expect(namesSize(Buffer.alloc(3), 0)).toBe(false);
  });
});
