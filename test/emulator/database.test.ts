import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { drop, openDatabase, put, remove, type Table } from '../../src/emulator/store/database.ts';
import { tempDir } from '../support/temp-dir.ts';

const THINGS: Table<{ id: number; text: string }> = { name: 'thing' };

describe('a database on a journal', () => {
  it('finds everything again in the order of its first writing', async () => {
    const file = join(await tempDir(), 'journal');
    const first = await openDatabase(file);
    await first.write(put(THINGS, 'a', 'x', { id: 1, text: 'one' }), put(THINGS, 'a', 'y', { id: 2, text: 'two' }));
    await first.write(
      put(THINGS, 'a', 'x', { id: 1, text: 'changed' }),
      put(THINGS, 'b', 'z', { id: 3, text: 'three' }),
    );
    await first.write(drop(THINGS, 'b'));
    await first.close();
    const second = await openDatabase(file);
    expect(second.all(THINGS, 'a').map(({ text }) => text)).toEqual(['changed', 'two']);
    expect(second.all(THINGS, 'b')).toEqual([]);
    expect(second.nextId()).toBeGreaterThan(3);
    await second.close();
  });

  it('writes a long journal anew with what is left, and gives no number twice', async () => {
    const file = join(await tempDir(), 'journal');
    const first = await openDatabase(file);
    for (let id = 5000; id < 6500; id += 1) await first.write(put(THINGS, 'a', 'x', { id, text: `${id}` }));
    await first.write(put(THINGS, 'a', 'gone', { id: 9000, text: '' }), remove(THINGS, 'a', 'gone'));
    await first.close();
    const second = await openDatabase(file);
    await second.write(put(THINGS, 'a', 'new', { id: 1, text: 'after' }));
    await second.close();
    expect((await readFile(file, 'utf8')).split('\n').length).toBeLessThan(10);
    const third = await openDatabase(file);
    expect(third.all(THINGS, 'a').map(({ text }) => text)).toEqual(['6499', 'after']);
    expect(third.nextId()).toBe(9001);
    await third.close();
  });

  it('ignores a rewrite that was interrupted', async () => {
    const file = join(await tempDir(), 'journal');
    const first = await openDatabase(file);
    await first.write(put(THINGS, 'a', 'x', { id: 1, text: 'one' }));
    await first.close();
    await writeFile(`${file}.new`, '[["put","thing"');
    const second = await openDatabase(file);
    expect(second.get(THINGS, 'a', 'x')?.text).toBe('one');
    await second.close();
  });
});
