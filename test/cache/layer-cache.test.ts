import { appendFile, mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLayerCache } from '../../src/cache/layer-cache.ts';
import { digestOf } from '../../src/model/digest.ts';
import { tempDir } from '../support/temp-dir.ts';

const REGISTRY = 'registry.example.com';
const KEY = Buffer.alloc(32, 1);
const open = (dir: string, { registry = REGISTRY, key = KEY }: { registry?: string; key?: Buffer | null } = {}) =>
  openLayerCache({ dir, registry, key: () => Promise.resolve(key ?? undefined) });

const layer = (name: string, packing = 'gzip-builtin-1') => ({
  diffID: digestOf(name),
  packed: { packing, digest: digestOf(`${name}.gz`), size: 7 },
});
const fileIn = async (dir: string): Promise<string> => {
  const [file = ''] = await readdir(join(dir, 'layers'));
  return join(dir, 'layers', file);
};

describe('the layer cache', () => {
  it('loses nothing that several runs write at once', async () => {
    const dir = await tempDir();
    const names = Array.from({ length: 8 }, (_, run) => Array.from({ length: 50 }, (_, index) => `${run}-${index}`));
    await Promise.all(
      names.map(async (own) => {
        const cache = open(dir);
        await Promise.all(own.map((name) => cache.add(layer(name).diffID, layer(name).packed)));
      }),
    );
    const cache = open(dir);
    for (const name of names.flat()) {
      expect(await cache.find(layer(name).diffID)).toEqual([{ ...layer(name).packed, isOwn: true }]);
    }
  });

  it('says nothing of another registry', async () => {
    const dir = await tempDir();
    const { diffID, packed } = layer('one');
    await open(dir).add(diffID, packed);
    expect(await open(dir, { registry: 'other.example.com' }).find(diffID)).toEqual([]);
  });

  it('is evidence only for who wrote it', async () => {
    const dir = await tempDir();
    const { diffID, packed } = layer('one');
    await open(dir).add(diffID, packed);
    expect(await open(dir).find(diffID)).toEqual([{ ...packed, isOwn: true }]);
    for (const key of [Buffer.alloc(32, 2), null]) {
      expect(await open(dir, { key }).find(diffID)).toEqual([{ ...packed, isOwn: false }]);
    }
  });

  it('believes no entry that was altered, moved to another registry, or moved to another layer', async () => {
    const dir = await tempDir();
    const [one, two] = [layer('one'), layer('two')];
    await open(dir).add(one.diffID, one.packed);
    const path = await fileIn(dir);
    const line = await readFile(path, 'utf8');
    await writeFile(path, line.replace(one.packed.digest, two.packed.digest));
    expect(await open(dir).find(one.diffID)).toEqual([{ ...one.packed, digest: two.packed.digest, isOwn: false }]);
    await writeFile(path, line.replace(one.diffID, two.diffID));
    expect(await open(dir).find(two.diffID)).toEqual([{ ...one.packed, isOwn: false }]);
    await writeFile(path.replace(REGISTRY, 'other.example.com'), line);
    const other = open(dir, { registry: 'other.example.com' });
    expect(await other.find(one.diffID)).toEqual([{ ...one.packed, isOwn: false }]);
  });

  it('names own entries first, and no more of others than it has to', async () => {
    const dir = await tempDir();
    const { diffID, packed } = layer('one');
    await open(dir).add(diffID, packed);
    for (let index = 0; index < 100; index += 1) {
      await open(dir, { key: Buffer.alloc(32, 3) }).add(diffID, { ...packed, packing: `gzip-builtin-${index}` });
    }
    await open(dir).add(diffID, { ...packed, packing: 'gzip-igzip-2' });
    const found = await open(dir).find(diffID);
    expect(found[0]).toEqual({ ...packed, packing: 'gzip-igzip-2', isOwn: true });
    expect(found.length).toBeLessThanOrEqual(8);
  });

  it('writes nothing where nothing could be proven later', async () => {
    const dir = await tempDir();
    const { diffID, packed } = layer('one');
    await open(dir, { key: null }).add(diffID, packed);
    expect(await readdir(dir)).toEqual([]);
  });

  it.each([
    ['is no text', Buffer.from([0, 255, 10, 13, 200])],
    ['has odd lines', Buffer.from('a b c d e\n\n  \nsha256:x\n')],
    ['has a size that is no number', Buffer.from(`x ${digestOf('one')} gzip-builtin-1 ${digestOf('y')} 1e999\n`)],
    ['is larger than any that we write', Buffer.alloc(3 * 1024 * 1024, 'x')],
  ])('knows nothing when its file %s', async (_name, bytes) => {
    const dir = await tempDir();
    await mkdir(join(dir, 'layers'));
    await writeFile(join(dir, 'layers', `${REGISTRY}.txt`), bytes);
    expect(await open(dir).find(digestOf('one'))).toEqual([]);
  });

  it('keeps what is good beside what is damaged', async () => {
    const dir = await tempDir();
    const { diffID, packed } = layer('one');
    await open(dir).add(diffID, packed);
    await appendFile(await fileIn(dir), 'half a li');
    expect(await open(dir).find(diffID)).toEqual([{ ...packed, isOwn: true }]);
  });

  it('stays small, and keeps what is new', async () => {
    const dir = await tempDir();
    const cache = open(dir);
    for (let index = 0; index < 6000; index += 1) await cache.add(layer(`${index}`).diffID, layer('x').packed);
    const path = await fileIn(dir);
    expect((await stat(path)).size).toBeLessThan(1024 * 1024);
    expect(await readFile(path, 'utf8')).toContain(layer('5999').diffID);
  });
});
