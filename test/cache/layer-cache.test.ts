import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLayerCache } from '../../src/cache/layer-cache.ts';
import { digestOf } from '../../src/model/digest.ts';
import { tempDir } from '../support/temp-dir.ts';

const ORIGIN = 'https://registry.example.com';
const layer = (name: string) => ({ diffID: digestOf(name), packed: { digest: digestOf(`${name}.gz`), size: 7 } });

describe('the layer cache', () => {
  it('loses nothing that several runs write at once', async () => {
    const dir = await tempDir();
    const names = Array.from({ length: 8 }, (_, run) => Array.from({ length: 50 }, (_, index) => `${run}-${index}`));
    await Promise.all(
      names.map(async (own) => {
        const cache = openLayerCache(dir, ORIGIN);
        await Promise.all(own.map((name) => cache.add(layer(name).diffID, 'gzip', layer(name).packed)));
      }),
    );
    const cache = openLayerCache(dir, ORIGIN);
    for (const name of names.flat()) expect(await cache.find(layer(name).diffID, 'gzip')).toEqual(layer(name).packed);
  });

  it('says nothing of another registry, or of another packing', async () => {
    const dir = await tempDir();
    const { diffID, packed } = layer('one');
    await openLayerCache(dir, ORIGIN).add(diffID, 'gzip', packed);
    expect(await openLayerCache(dir, 'https://other.example.com').find(diffID, 'gzip')).toBeUndefined();
    expect(await openLayerCache(dir, ORIGIN).find(diffID, 'zstd')).toBeUndefined();
  });

  it('stays small, and keeps what is new', async () => {
    const dir = await tempDir();
    const cache = openLayerCache(dir, ORIGIN);
    for (let index = 0; index < 6000; index += 1) await cache.add(layer(`${index}`).diffID, 'gzip', layer('x').packed);
    const [file = ''] = await readdir(join(dir, 'layers'));
    const path = join(dir, 'layers', file);
    expect((await stat(path)).size).toBeLessThan(1024 * 1024);
    expect(await readFile(path, 'utf8')).toContain(layer('5999').diffID);
  });
});
