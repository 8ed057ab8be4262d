import { describe, expect, it } from 'vitest';
import { mapConcurrently } from '../../src/base/map-concurrently.ts';

describe('mapConcurrently', () => {
  it('gives results in the order of the items, with so many at a time', async () => {
    const doors = new Map<number, () => void>();
    let atWork = 0;
    let most = 0;
    const all = mapConcurrently([1, 2, 3, 4], 2, async (item) => {
      most = Math.max(most, (atWork += 1));
      await new Promise<void>((resolve) => doors.set(item, resolve));
      atWork -= 1;
      return item * 10;
    });
    for (const item of [2, 1, 4, 3]) {
      while (!doors.has(item)) await Promise.resolve();
      doors.get(item)?.();
    }
    expect(await all).toEqual([10, 20, 30, 40]);
    expect(most).toBe(2);
  });

  it('begins nothing more after a failure, whoever has a hand free', async () => {
    const begun: number[] = [];
    let finish = (): void => undefined;
    const slow = new Promise<void>((resolve) => (finish = resolve));
    const all = mapConcurrently([0, 1, 2, 3, 4], 2, async (item) => {
      begun.push(item);
      if (item === 0) await slow;
      if (item === 1) throw new Error('one is wrong');
    });
    await expect(all).rejects.toThrow('one is wrong');
    finish();
    await new Promise((resolve) => setImmediate(resolve)); // the other hand is free now
    expect(begun).toEqual([0, 1]);
  });

  it('also when the work fails before it waits for anything', async () => {
    const begun: number[] = [];
    const all = mapConcurrently([0, 1, 2], 2, (item) => {
      begun.push(item);
      throw new Error(`${item} is wrong`);
    });
    await expect(all).rejects.toThrow('0 is wrong');
    expect(begun).toEqual([0]);
  });

  it('asks nobody when there is nothing to do', async () => {
    expect(await mapConcurrently([], 3, () => Promise.reject(new Error('never')))).toEqual([]);
  });
});
