import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lockFolder, type LockOptions } from '../../src/archive/partial/lock.ts';
import { tempDir } from '../support/temp-dir.ts';

const alive = { pid: 10, place: 'here', isRunning: () => true };
const gone = { ...alive, isRunning: () => false };

async function take(folder: string, options: LockOptions = {}) {
  const lock = await lockFolder(folder, 'OUT', options);
  onTestFinished(lock.drop);
  return lock;
}

/** A folder whose owner gives no sign of life. */
async function abandoned(text: string): Promise<string> {
  const folder = await tempDir();
  await writeFile(join(folder, 'lock.7'), text);
  return folder;
}

describe('lockFolder', () => {
  it('is free again after a release', async () => {
    const folder = join(await tempDir(), 'new');
    await (await take(folder)).release();
    await (await take(folder)).release();
    expect(await readdir(folder)).toEqual(['lock.2']);
  });

  it('goes to one of several that want it at the same time', async () => {
    const folder = await abandoned('10 here            0\n');
    const isRunning = (pid: number): boolean => pid > 10;
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => take(folder, { owner: { pid: 11 + index, place: 'here', isRunning } })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is taken at once from a process that is gone', async () => {
    const folder = await abandoned('10 here            0\n');
    const lock = await take(folder, { owner: gone, silenceMs: Infinity });
    expect(await lock.isHeld()).toBe(true);
  });

  it.each([
    { name: 'a process elsewhere', text: '10 there            0\n' },
    { name: 'a file that says nothing', text: '' },
  ])('is taken from $name after a while of silence', async ({ text }) => {
    const folder = await abandoned(text);
    const before = await take(folder, { owner: gone, silenceMs: 200 });
    expect(await before.isHeld()).toBe(true);
  });

  it('stays with an owner that gives signs of life', async () => {
    const folder = await tempDir();
    const lock = await take(folder, { owner: { ...alive, place: 'there' } });
    await expect(take(folder, { owner: gone })).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
    expect(await lock.isHeld()).toBe(true);
  });

  it('tells an owner that it lost it', async () => {
    const folder = await tempDir();
    const lock = await take(folder, { owner: alive });
    await take(folder, { owner: gone });
    expect(await lock.isHeld()).toBe(false);
    await lock.release();
    expect(await readdir(folder)).toEqual(['lock.2']);
  });

  it('stops waiting when it is told to', async () => {
    const folder = await abandoned('');
    const reason = new Error('stop');
    await expect(take(folder, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
