import { describe, expect, it } from 'vitest';
import {
  BLOCK_SIZE,
  adoptChunk,
  allowRelease,
  handOut,
  releaseChunk,
  releaseIfAllowed,
  takeBlock,
} from '../../src/base/block-memory.ts';

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

  it('that was adopted is freed when it is released', () => {
    const member = Buffer.alloc(5000, 'm');
    releaseChunk(adoptChunk(member));
    expect(member).toHaveLength(0);
    const part = Buffer.alloc(5000, 'p').subarray(1);
    releaseChunk(adoptChunk(part));
    expect(part).toHaveLength(4999);
  });

  it('goes back after a write only where that was allowed, and never that of anybody else', () => {
    const kept = adoptChunk(Buffer.alloc(100_000, 'k'));
    releaseIfAllowed(kept);
    expect(kept).toHaveLength(100_000);
    allowRelease(kept);
    releaseIfAllowed(kept);
    expect(kept).toHaveLength(0);
    const foreign = Buffer.alloc(100_000, 'f');
    allowRelease(foreign);
    releaseIfAllowed(foreign);
    expect(foreign).toHaveLength(100_000);
  });
});
