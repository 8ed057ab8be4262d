import { describe, expect, it } from 'vitest';
import { createByteReader } from '../../src/content/byte-reader.ts';
import { zstdFrames } from '../../src/content/zstd-frame.ts';

const MAGIC = '28b52ffd';
/** The last block, uncompressed: `abc`. */
const BLOCK = '190000616263';

async function* byteByByte(hex: string): AsyncGenerator<Buffer> {
  for (const byte of Buffer.from(hex, 'hex')) {
    await Promise.resolve();
    yield Buffer.from([byte]);
  }
}

async function framesOf(hex: string): Promise<{ window: number; bytes: string }[]> {
  const found: { window: number; bytes: string }[] = [];
  for await (const { window, pieces } of zstdFrames(createByteReader(byteByByte(hex)))) {
    const parts: Buffer[] = [];
    for await (const piece of pieces()) parts.push(piece);
    found.push({ window, bytes: Buffer.concat(parts).toString('hex') });
  }
  return found;
}

describe('frames', () => {
  it.each([
    ['one segment of a size in one byte', `2003`, 3],
    ['one segment of a size in two bytes, which begin at 256', `600000`, 256],
    ['one segment of a size in four bytes', `a003000000`, 3],
    ['one segment of a size in eight bytes', `e00000000001000000`, 2 ** 32],
    ['a window of the smallest kind', '0000', 1024],
    ['a window with eighths', '0009', 2048 + 256],
    ['a window of the largest kind', '00ff', 2 ** 41 + 7 * 2 ** 38],
    ['a dictionary of one byte', '000000'.replace('00', '01'), 1024],
  ])('say how much they refer back to: %s', async (_what, header, window) => {
    expect(await framesOf(MAGIC + header + BLOCK)).toEqual([{ window, bytes: MAGIC + header + BLOCK }]);
  });

  it('come one after the other, and those to be skipped are', async () => {
    const frame = `${MAGIC}2003${BLOCK}`;
    const skippable = '5f2a4d1805000000ffffffffff';
    expect(await framesOf(skippable + frame + skippable + frame)).toHaveLength(2);
    expect(await framesOf('')).toEqual([]);
  });

  it('have a block of one repeated byte, whatever its length, and a checksum where they say so', async () => {
    const frame = `${MAGIC}2464${'230300'}61${'deadbeef'}`;
    expect(await framesOf(frame)).toEqual([{ window: 100, bytes: frame }]);
  });
});

describe('what is no frame', () => {
  it.each([
    ['another magic number', '1f8b0800', 'unknown frame'],
    ['half a magic number', '28b5', 'unknown frame'],
    ['a header that is cut', MAGIC, 'unexpected end of file'],
    ['a block that is cut', `${MAGIC}2003${BLOCK.slice(0, -2)}`, 'unexpected end of file'],
    ['a block header that is cut', `${MAGIC}20031900`, 'unexpected end of file'],
    ['a checksum that is cut', `${MAGIC}2403${BLOCK}dead`, 'unexpected end of file'],
    ['a frame to be skipped that is cut', '502a4d180a000000ff', 'unexpected end of file'],
    ['a block of more than 128 KiB', `${MAGIC}2003${'090010'}`, 'a block is too large'],
  ])('is refused: %s', async (_what, hex, why) => {
    await expect(framesOf(hex)).rejects.toThrow(why);
  });
});
