import { describe, expect, it } from 'vitest';
import { createByteReader } from '../../src/content/byte-reader.ts';

async function* chunksOf(text: string, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < text.length; at += size) {
    await Promise.resolve();
    yield Buffer.from(text.slice(at, at + size));
  }
}

const TEXT = 'abcdefghijklmnopqrstuvwxyz';

describe.each([1, 3, 7, 26, 100])('bytes that come in chunks of %d', (size) => {
  const reader = () => createByteReader(chunksOf(TEXT, size));

  it('are taken by exact numbers, in their order', async () => {
    const input = reader();
    const parts = [await input.take(0), await input.take(1), await input.take(9), await input.take(16)];
    expect(parts.map(String)).toEqual(['', 'a', 'bcdefghij', 'klmnopqrstuvwxyz']);
    expect(await input.next()).toBeUndefined();
  });

  it('are passed over, and the next ones are there', async () => {
    const input = reader();
    await input.skip(23);
    expect(String(await input.takeUpTo(10))).toBe('xyz');
  });

  it('come again when they are put back', async () => {
    const input = reader();
    const head = await input.take(5);
    input.putBack(head);
    expect(String(await input.take(8))).toBe('abcdefgh');
    input.putBack(Buffer.from('XY'));
    expect(String(await input.take(4))).toBe('XYij');
  });

  it('that are fewer than wanted are an error, and as many as there are where that is fine', async () => {
    await expect(reader().take(27)).rejects.toThrow('unexpected end of file');
    await expect(reader().skip(27)).rejects.toThrow('unexpected end of file');
    expect(String(await reader().takeUpTo(27))).toBe(TEXT);
  });

  it('are read to the end and forgotten', async () => {
    const input = reader();
    await input.take(2);
    await input.drain();
    expect(await input.next()).toBeUndefined();
  });
});

describe('a source', () => {
  it('is told that nothing more is wanted', async () => {
    let isClosed = false;
    const source = (async function* () {
      try {
        for (;;) {
          await Promise.resolve();
          yield Buffer.from('x');
        }
      } finally {
        isClosed = true;
      }
    })();
    const input = createByteReader(source);
    await input.take(3);
    input.close();
    await Promise.resolve();
    expect(isClosed).toBe(true);
  });

  it('that fails fails the call that reads it', async () => {
    const source = (async function* () {
      await Promise.resolve();
      yield Buffer.from('ab');
      throw new Error('cut');
    })();
    const input = createByteReader(source);
    expect(String(await input.take(2))).toBe('ab');
    await expect(input.take(1)).rejects.toThrow('cut');
  });
});
