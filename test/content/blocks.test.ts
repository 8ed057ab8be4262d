import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inBlocks, packInOrder } from '../../src/content/blocks.ts';

async function* given(chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) {
    await Promise.resolve();
    yield chunk;
  }
}

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of source) found.push(one);
  return found;
}

describe('blocks', () => {
  it('are full but for the last, and hold the same bytes, however these come', async () => {
    const chunks = fc.array(
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      { maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(chunks, fc.integer({ min: 1, max: 16 }), async (source, size) => {
        const blocks = (await all(inBlocks(given(source), size))).map((block) => Buffer.from(block));
        expect(Buffer.concat(blocks)).toEqual(Buffer.concat(source));
        expect(blocks.slice(0, -1).every((block) => block.length === size)).toBe(true);
        expect(blocks.every((block) => block.length > 0 && block.length <= size)).toBe(true);
      }),
    );
  });

  it('that somebody still reads are not written over', async () => {
    const source = ['ab', 'cd', 'ef', 'gh'].map((text) => Buffer.from(text));
    const blocks = await all(inBlocks(given(source), 3));
    expect(blocks.map(String)).toEqual(['abc', 'def', 'gh']);
  });
});

describe('packing side by side', () => {
  const upTo = (most: number) => (underWay: number) => underWay < most;

  /** A packer that is slowest at first, and counts how many work at a time. */
  function slowPacker() {
    const state = { working: 0, most: 0, begun: [] as string[] };
    const pack = async (block: Buffer): Promise<Buffer> => {
      state.begun.push(String(block));
      state.most = Math.max(state.most, ++state.working);
      for (let turn = 0; turn < 20 - state.begun.length; turn++) await Promise.resolve();
      state.working -= 1;
      return Buffer.from(String(block).toUpperCase());
    };
    return { pack, state };
  }
  const letters = [...'abcdefgh'].map((letter) => Buffer.from(letter));

  it.each([1, 2, 3, 8, 50])('gives them in their order, %d at a time at most', async (ahead) => {
    const { pack, state } = slowPacker();
    expect((await all(packInOrder(given(letters), upTo(ahead), pack))).map(String)).toEqual([...'ABCDEFGH']);
    expect(state.most).toBeLessThanOrEqual(ahead);
  });

  it('packs nothing as one empty block', async () => {
    const { pack, state } = slowPacker();
    expect((await all(packInOrder(given([]), upTo(4), pack))).map(String)).toEqual(['']);
    expect(state.begun).toEqual(['']);
  });

  it('fails in its turn, with what came before given', async () => {
    const pack = (block: Buffer) => (String(block) === 'c' ? Promise.reject(new Error('no')) : Promise.resolve(block));
    const given_: string[] = [];
    const read = async () => {
      for await (const block of packInOrder(given(letters), upTo(4), pack)) given_.push(String(block));
    };
    await expect(read()).rejects.toThrow('no');
    expect(given_).toEqual(['a', 'b']);
  });
});
