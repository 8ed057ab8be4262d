import { describe, expect, it } from 'vitest';
import { BLOCK_SIZE, handOut, releaseChunk, takeBlock } from '../../src/base/block-memory.ts';

describe('memory of blocks', () => {
  it('is used again when all parts that were handed out came back', () => {
    const block = takeBlock();
    const one = handOut(block, 1000, false);
    one.fill('1');
    const two = handOut(block.subarray(1000), 500, true);
    two.fill('2');
    expect([one.length, two.length, block[1000]]).toEqual([1000, 500, '2'.charCodeAt(0)]);
    releaseChunk(two);
    expect(one.toString()).toBe('1'.repeat(1000));
    releaseChunk(one);
    // Nobody can see through an old part what is written there next.
    expect([one.length, two.length, block.length]).toEqual([0, 0, 0]);
  });

  it('is kept while more of a block is to come, and while a piece of a part is out', () => {
    const block = takeBlock();
    const one = handOut(block, 1000, false);
    releaseChunk(one);
    expect(block).toHaveLength(BLOCK_SIZE);
    const two = handOut(block.subarray(1000), 1000, true);
    releaseChunk(two.subarray(0, 400));
    expect(two).toHaveLength(1000);
    releaseChunk(two.subarray(400));
    expect(two).toHaveLength(0);
  });

  it('of others is left alone', () => {
    const strange = Buffer.alloc(BLOCK_SIZE, 'x');
    releaseChunk(strange);
    expect(strange).toHaveLength(BLOCK_SIZE);
    const block = takeBlock();
    releaseChunk(block.subarray(1));
    expect(block).toHaveLength(BLOCK_SIZE);
    releaseChunk(block);
    expect(block).toHaveLength(0);
  });
});
