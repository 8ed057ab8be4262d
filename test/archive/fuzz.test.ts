import { execFileSync } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openArchive } from '../../src/archive/read/archive.ts';
import { checkLayer } from '../../src/content/check-layer.ts';
import { SwrctlError } from '../../src/base/errors.ts';
import type { ContentNode, ImageNode } from '../../src/model/content.ts';
import {
  addAttestation,
  addImage,
  addIndex,
  createLayout,
  dockerSave,
  flatArchive,
  layoutFiles,
  testImage,
} from '../support/archives.ts';
import { itWith } from '../support/peers.ts';
import { createRandom } from '../support/random.ts';
import { SPARSE_FORMS } from '../support/sparse.ts';
import { gnuLongItem, paxItem, tarOf, type TarItem } from '../support/tar.ts';
import { tempDir } from '../support/temp-dir.ts';

const ROUNDS = 400;

const image = testImage({ texts: ['one', 'two', 'one'] });

/** Names and links in the forms that GNU and PAX have for long ones, and layers with holes in each of theirs. */
function extended(): Buffer {
  const forms = SPARSE_FORMS.map(([, sparse]) => sparse);
  const items = dockerSave(image).flatMap((item, index): TarItem[] => {
    if (item.link !== undefined) return [gnuLongItem('K', item.link), { ...item, link: 'short' }];
    if (!item.name.endsWith('layer.tar') || !Buffer.isBuffer(item.data)) return [paxItem({ path: item.name }), item];
    const { data } = item;
    const parts = [0, 512].map((start) => [start, data.subarray(start, start + 512)] as const);
    const sparse = forms[index % forms.length] ?? forms[0];
    return sparse?.(item.name, { size: data.length, parts }) ?? [];
  });
  return tarOf(items);
}

const withProgram = (program: string, bytes: Buffer): Buffer => execFileSync(program, ['-c'], { input: bytes });

function layout(): Buffer {
  const blobs = createLayout();
  const entry = addImage(blobs, image, { platform: { os: 'linux', architecture: 'amd64' } });
  const files = layoutFiles([addIndex(blobs, [entry, addAttestation(blobs, entry)])]);
  return tarOf([...blobs.items, ...files]);
}

/** Flips bits, cuts, doubles or overwrites a piece; sets header checksums right, so that damage gets past them. */
function damage(good: Buffer, random: (below: number) => number): Buffer {
  let bytes = Buffer.from(good);
  for (let count = 1 + random(3); count > 0; count -= 1) {
    const at = random(bytes.length);
    const end = Math.min(bytes.length, at + 1 + random(600));
    const kind = random(5);
    if (kind === 0) bytes = bytes.subarray(0, at + 1);
    else if (kind === 1) bytes = Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]);
    else if (kind === 2) bytes.fill(random(256), at, end);
    else bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << random(8)), at);
  }
  return random(2) === 0 ? bytes : withChecksums(bytes);
}

function withChecksums(bytes: Buffer): Buffer {
  for (let start = 0; start + 512 <= bytes.length; start += 512) {
    const block = bytes.subarray(start, start + 512);
    if (block.toString('latin1', 257, 262) !== 'ustar') continue;
    block.fill(' ', 148, 156);
    block.write(
      `${block
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    );
  }
  return bytes;
}

const imagesIn = (node: ContentNode): ImageNode[] =>
  node.kind === 'image' ? [node] : node.children.flatMap(({ node: child }) => (child ? imagesIn(child) : []));

async function readAll(path: string, spoolDir: string): Promise<void> {
  const archive = await openArchive(path, { spoolDir, spoolLimit: 10_000_000 });
  try {
    for (const { load } of archive.images) {
      for (const { layers } of imagesIn(await load())) for (const layer of layers) await checkLayer(layer);
    }
  } finally {
    await archive.close();
  }
}

/** Each with the program that it is made with, if any. */
const KINDS: readonly { name: string; program?: string; good: () => Buffer; seed: number }[] = [
  { name: 'a docker-archive', good: () => tarOf(dockerSave(image)), seed: 1 },
  { name: 'an OCI archive', good: layout, seed: 2 },
  { name: 'a gzip archive', good: () => gzipSync(tarOf(dockerSave(image))), seed: 3 },
  { name: 'an archive of long names and sparse files', good: extended, seed: 4 },
  { name: 'an archive packed twice', good: () => gzipSync(gzipSync(tarOf(dockerSave(image)))), seed: 5 },
  ...['zstd', 'xz', 'bzip2'].map((program, index) => ({
    name: `a ${program} archive`,
    program,
    good: () => withProgram(program, tarOf(dockerSave(image))),
    seed: 6 + index,
  })),
  {
    name: 'a docker-archive with gzip layers',
    good: () => tarOf(flatArchive(image, { layerName: (hex) => hex, pack: (layer) => gzipSync(layer) })),
    seed: 9,
  },
  {
    name: 'a docker-archive with zstd layers',
    program: 'zstd',
    good: () => tarOf(flatArchive(image, { layerName: (hex) => hex, pack: (layer) => withProgram('zstd', layer) })),
    seed: 10,
  },
];

describe.each(KINDS)('$name, damaged at random', ({ good, seed, program }) => {
  const test = program === undefined ? it : itWith(program);

  test('is good as long as nothing is damaged', async () => {
    const folder = await tempDir();
    await writeFile(join(folder, 'archive'), good());
    await readAll(join(folder, 'archive'), folder);
  });

  test('is read or refused with a reason, never anything else', async () => {
    const folder = await tempDir();
    const path = join(folder, 'archive');
    const bytes = good();
    for (let round = 0; round < ROUNDS; round += 1) {
      await writeFile(path, damage(bytes, createRandom(seed * 100_000 + round)));
      try {
        await readAll(path, folder);
      } catch (error) {
        if (error instanceof SwrctlError) expect(['SOURCE_INVALID', 'CONTENT_MISMATCH']).toContain(error.code);
        else throw new Error(`seed ${seed * 100_000 + round} gave another error`, { cause: error });
      }
    }
    expect(await readdir(folder)).toEqual(['archive']);
  });
});
