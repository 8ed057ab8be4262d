import { execFileSync } from 'node:child_process';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gzip } from '../../src/content/gzip.ts';
import { itWith } from '../support/peers.ts';

const CONTENT = Buffer.from(Array.from({ length: 200_000 }, (_, index) => `line ${index * 7919}`).join('\n'));

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

  itWith('gzip')('is read by gzip(1)', async () => {
    const packed = await pack(inPieces(65_536), 1);
    expect(execFileSync('gzip', ['-dc'], { input: packed, maxBuffer: 1e9 }).equals(CONTENT)).toBe(true);
  });

  it.each([1, 6, 9])('gives the same bytes at level %i however the input comes in', async (level) => {
    const [first, second] = [await pack(inPieces(65_536), level), await pack(inPieces(777), level)];
    expect(first.equals(second)).toBe(true);
  });

  it('writes no time, no name and no operating system', async () => {
    const header = (await pack(inPieces(65_536))).subarray(0, 10);
    expect(header.toString('hex')).toBe('1f8b08000000000000ff');
  });

  it('packs nothing to an empty gzip file', async () => {
    expect(gunzipSync(await pack(Readable.from([])))).toHaveLength(0);
  });

  it('fails when its source fails', async () => {
    const broken = new Readable({ read: () => broken.destroy(new Error('cut')) });
    await expect(pack(broken)).rejects.toThrow('cut');
  });
});
