import { execFileSync } from 'node:child_process';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openFile } from '../../src/archive/random-access.ts';
import { openTarEntries } from '../../src/archive/tar/entries.ts';
import { dockerSave, savedManifest, sha256, testImage } from '../support/archives.ts';
import { itWith } from '../support/peers.ts';
import { runCli } from '../support/run.ts';
import { filled, pairsOf, pax10Sparse, SPARSE_FORMS, type SparseContent } from '../support/sparse.ts';
import { tarOf, type TarItem } from '../support/tar.ts';
import { tempDir, tempFile } from '../support/temp-dir.ts';

async function entryOf(items: readonly TarItem[], name = 'f') {
  const file = await openFile(await tempFile(tarOf([...items, { name: 'next', data: 'behind it' }])));
  onTestFinished(() => file.close());
  const entries = await openTarEntries(file);
  expect((await (await entries.find('next'))?.head(100))?.toString()).toBe('behind it');
  return entries.find(name);
}

async function bytesFrom(entry: Awaited<ReturnType<typeof entryOf>>, offset: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of (await entry?.open(offset)) ?? []) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Holes before, between and behind, more parts than one header has, one that is longer than a read, and empty ones. */
const CONTENTS: Readonly<Record<string, SparseContent>> = {
  'one hole only': { size: 5_000_000, parts: [[5_000_000, Buffer.alloc(0)]] },
  'no hole': { size: 700, parts: [[0, Buffer.alloc(700, 'd')]] },
  'a hole behind': { size: 4000, parts: [[0, Buffer.alloc(512, 'd')]] },
  'a long part': { size: 3_500_000, parts: [[1_000_000, Buffer.alloc(2_200_000, 'l')]] },
  'a hundred parts': {
    size: 100 * 4096,
    parts: Array.from({ length: 100 }, (_, index) => [index * 4096 + 100, Buffer.from(`part ${index}`)] as const),
  },
};

const GOOD: SparseContent = {
  size: 10_000,
  parts: [
    [0, Buffer.alloc(100, 'a')],
    [5000, Buffer.alloc(50, 'b')],
  ],
};

/** As `offset+length`, one after the other. */
const pairs = (text: string) =>
  text.split(' ').map((pair): [string, string] => {
    const [offset = '', length = ''] = pair.split('+');
    return [offset, length];
  });

describe.each(SPARSE_FORMS)('a sparse entry, %s', (_form, sparse) => {
  it.each(Object.entries(CONTENTS))('is read with zeros for its holes: %s', async (_name, content) => {
    const whole = filled(content);
    const entry = await entryOf(sparse('f', content));
    expect(entry?.size).toBe(whole.length);
    for (const offset of [0, 1, 99, 4095, 4200, whole.length - 1, whole.length]) {
      expect((await bytesFrom(entry, offset)).equals(whole.subarray(offset))).toBe(true);
    }
    expect((await entry?.head(600))?.equals(whole.subarray(0, 600))).toBe(true);
  });

  it.each([
    { name: 'overlaps', map: '0+100 50+50' },
    { name: 'goes back', map: '5000+100 0+50' },
    { name: 'ends behind the file', map: '0+100 9990+50' },
    { name: 'promises more than is stored', map: '0+100 5000+5000' },
    { name: 'promises less than is stored', map: '0+100' },
    { name: 'is huge', map: '0+100 5000+8589934591' },
  ])('is refused when its map $name', async ({ map }) => {
    const entry = await entryOf(sparse('f', GOOD, pairs(map)));
    const refusal = { code: 'SOURCE_INVALID', message: expect.stringMatching(/map of the sparse file/) as unknown };
    await expect(bytesFrom(entry, 0)).rejects.toMatchObject(refusal);
    await expect(entry?.head(6)).rejects.toMatchObject(refusal);
  });
});

describe.each(SPARSE_FORMS.slice(1))('a sparse entry, %s', (form, sparse) => {
  it.each(['-1', '1e3', ' 1', '', '99999999999999999999'])('is refused for %j in its map', async (number) => {
    if (form === 'PAX 0.0' && number === '') return; // such a record is none
    const entry = await entryOf(sparse('f', GOOD, [[number, '100']]));
    await expect(bytesFrom(entry, 0)).rejects.toMatchObject({ code: 'SOURCE_INVALID' });
  });

  it('is refused when it claims more than 64 GiB', async () => {
    await expect(entryOf(sparse('f', { ...GOOD, size: 2 ** 40 }, pairsOf(GOOD)))).rejects.toMatchObject({
      code: 'SOURCE_INVALID',
      message: expect.stringContaining('the sparse file f has 1099511627776 bytes, more than') as unknown,
    });
  });
});

describe('a sparse entry, PAX 1.0', () => {
  it.each(['-1', 'x', '2000', '100001', '9'.repeat(400)])('is refused when it says it has %s parts', async (count) => {
    const entry = await entryOf(pax10Sparse('f', GOOD, pairsOf(GOOD), count));
    await expect(bytesFrom(entry, 0)).rejects.toMatchObject({ code: 'SOURCE_INVALID' });
  });
});

describe('an archive made by tar -S', () => {
  /** A layer of many zeros as a file that has holes for them, in an image that is not packed yet. */
  async function sparseImage(): Promise<string> {
    const texts = Array.from({ length: 60 }, (_, index) => [Buffer.alloc(70_000), Buffer.from(`x${index}`)]);
    const layer = tarOf([{ name: 'z', data: Buffer.concat(texts.flat()) }]);
    const folder = await tempDir();
    await mkdir(join(folder, '0'));
    const rootfs = { type: 'layers', diff_ids: [`sha256:${sha256(layer)}`] };
    await writeFile(join(folder, 'c.json'), JSON.stringify({ os: 'linux', architecture: 'amd64', rootfs }));
    const manifest = savedManifest({ Config: 'c.json', RepoTags: ['t/s:1'], Layers: ['0/layer.tar'] });
    await writeFile(join(folder, 'manifest.json'), manifest.data ?? '');
    const file = await open(join(folder, '0/layer.tar'), 'w');
    await file.truncate(layer.length);
    for (let start = 0; start < layer.length; start += 4096) {
      const block = layer.subarray(start, start + 4096);
      if (block.some((byte) => byte !== 0)) await file.write(block, 0, block.length, start);
    }
    await file.close();
    return folder;
  }

  itWith('tar').each([
    '--format=gnu',
    '--format=oldgnu',
    '--format=posix --sparse-version=0.0',
    '--format=posix --sparse-version=0.1',
    '--format=posix --sparse-version=1.0',
  ])('is a good image: %s', async (options) => {
    const path = join(await tempDir(), 'sparse.tar');
    execFileSync('tar', ['-S', ...options.split(' '), '-C', await sparseImage(), '-cf', path, '.']);
    const { exitCode, stdout } = await runCli(['check', path]);
    expect(stdout).not.toContain('blocker');
    expect(exitCode).toBe(0);
  });

  it('is refused by name where the form is not known', async () => {
    const items = dockerSave(testImage());
    const altered = items.map((item) => (item.name.endsWith('layer.tar') ? { ...item, type: 'S' } : item));
    const { exitCode, stderr } = await runCli(['inspect', await tempFile(tarOf(altered))]);
    expect(stderr).toMatch(/layer\.tar is a sparse file of an unknown form, not a file/);
    expect(exitCode).toBe(1);
  });
});
