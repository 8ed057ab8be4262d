import { execFileSync } from 'node:child_process';
import { createCipheriv, createHash } from 'node:crypto';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gzip } from '../../src/content/gzip.ts';
import { itWith } from '../support/peers.ts';

const CONTENT = Buffer.from(Array.from({ length: 200_000 }, (_, index) => `line ${index * 7919}`).join('\n'));

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
/** Of CONTENT, packed. A new one is a new digest for every layer that is pushed: a second push finds none of the old. */
const GOLDEN = 'c4bac968d991e1939395fad28f1b0b2396f25da22f617d894721cafd96204b6f';

async function pack(source: Readable, level?: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const sink = new Writable({ write: (chunk: Buffer, _encoding, done) => (chunks.push(chunk), done()) });
  await pipeline(source, gzip(level), sink);
  return Buffer.concat(chunks);
}

const inPieces = (size: number): Readable =>
  Readable.from(
    (function* () {
      for (let start = 0; start < CONTENT.length; start += size) yield CONTENT.subarray(start, start + size);
    })(),
  );

describe('gzip', () => {
  it('gives back what went in', async () => {
    expect(gunzipSync(await pack(inPieces(1000))).equals(CONTENT)).toBe(true);
  });

  describe.each(['gzip', 'igzip', 'unpigz'])('for %s', (program) => {
    itWith(program)('is readable', async () => {
      const packed = await pack(inPieces(65_536));
      expect(execFileSync(program, ['-dc'], { input: packed, maxBuffer: 1e9 }).equals(CONTENT)).toBe(true);
    });
  });

  it('gives the same bytes on every machine and every Node', async () => {
    expect(sha256(await pack(inPieces(65_536)))).toBe(GOLDEN);
  });

  it.each([1, 6, 12])('gives the same bytes at level %i however the input comes in', async (level) => {
    const [first, second] = [await pack(inPieces(65_536), level), await pack(inPieces(777), level)];
    expect(first.equals(second)).toBe(true);
  });

  it('writes no time, no name and no operating system', async () => {
    const header = (await pack(inPieces(65_536))).subarray(0, 10);
    expect(header.toString('hex')).toBe('1f8b08000000000004ff'); // 4: packed for speed
  });

  it('packs nothing to an empty gzip file', async () => {
    expect(gunzipSync(await pack(Readable.from([])))).toHaveLength(0);
  });

  it.each([65_536, 1_048_576, 3_333_333])('stores %i bytes that cannot be packed', async (size) => {
    const noise = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16)).update(Buffer.alloc(size));
    const packed = await pack(Readable.from([noise]));
    expect(gunzipSync(packed).equals(noise)).toBe(true);
    expect(packed.length).toBeLessThan(size * 1.0005 + 100);
  });

  it('fails when its source fails', async () => {
    const broken = new Readable({ read: () => broken.destroy(new Error('cut')) });
    await expect(pack(broken)).rejects.toThrow('cut');
  });
});
