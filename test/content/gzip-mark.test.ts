import { execFileSync } from 'node:child_process';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gzip } from '../../src/content/gzip.ts';
import { GZIP_PACKERS, MARK_SIZE, gzipMark, readGzipMark } from '../../src/content/gzip-mark.ts';
import { itWith } from '../support/peers.ts';

const MB = 1024 * 1024;
const pack = (content: Buffer, level?: number): Promise<Buffer> => buffer(Readable.from([content]).pipe(gzip(level)));

describe('the mark at the end of a gzip file', () => {
  it.each(GZIP_PACKERS)('says that %s packed it, and at which level', (packer) => {
    const mark = gzipMark({ packer, level: 9 });
    expect(mark).toHaveLength(MARK_SIZE);
    expect(readGzipMark(mark)).toEqual({ packer, level: 9 });
  });

  it.each([0, 1, MB, 3 * MB + 7])('ends what we pack of %i bytes, and adds nothing to what comes out', async (size) => {
    const content = Buffer.alloc(size, 'swr');
    const packed = await pack(content, 3);
    expect(readGzipMark(packed.subarray(-MARK_SIZE))).toEqual({ packer: 'builtin', level: 3 });
    expect(gunzipSync(packed).equals(content)).toBe(true);
  });

  itWith('gzip', 'pigz')('is read over by other programs without a word', async () => {
    const packed = await pack(Buffer.alloc(MB + 1, 'swr'));
    for (const program of ['gzip', 'pigz']) {
      const plain = execFileSync(program, ['-dc'], { input: packed, maxBuffer: 4 * MB });
      expect(plain.equals(Buffer.alloc(MB + 1, 'swr'))).toBe(true);
    }
  });

  it('is not found in what others have packed, in scraps, or in an altered mark', () => {
    const altered = gzipMark({ packer: 'igzip', level: 2 });
    altered[altered.length - 1] = 1;
    const unknown = gzipMark({ packer: 'igzip', level: 2 });
    unknown[16] = 77;
    const others = [gzipSync(Buffer.alloc(MB)).subarray(-MARK_SIZE), Buffer.alloc(3), altered, unknown];
    expect(others.map(readGzipMark)).toEqual([undefined, undefined, undefined, undefined]);
  });
});
