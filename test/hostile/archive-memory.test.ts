import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  createLayout,
  dockerSave,
  json,
  layoutFiles,
  named,
  savedManifest,
  sha256,
  testImage,
} from '../support/archives.ts';
import { itWith } from '../support/peers.ts';
import { spawnMeasured } from '../support/peak-memory.ts';
import { gnuLongItem, paxItem, tarHeader, tarOf, type TarItem } from '../support/tar.ts';
import { tempDir } from '../support/temp-dir.ts';

/** No archive makes swrctl take more than this, in MiB. A process that does nothing takes 50. */
const MOST = 300;
const MB = 1_000_000;

const image = tarOf(dockerSave(testImage()));
const MANY = 1_000_000;

/** As many empty entries, then an image. Checksums are reckoned from a header with an empty name, or this took minutes. */
function* entries(count: number, nameOf: (index: number) => string, end = image): Generator<Buffer> {
  const empty = tarHeader({ name: '' });
  const sum = parseInt(empty.toString('latin1', 148, 154), 8);
  for (let start = 0; start < count; start += 1000) {
    const blocks = Buffer.alloc(512 * Math.min(1000, count - start), empty);
    for (let index = 0; index * 512 < blocks.length; index += 1) {
      const name = Buffer.from(nameOf(start + index));
      name.copy(blocks, index * 512);
      const total = name.reduce((all, byte) => all + byte, sum);
      blocks.write(total.toString(8).padStart(6, '0'), index * 512 + 148);
    }
    yield blocks;
  }
  yield end;
}

function* repeated(count: number, itemsOf: (index: number) => readonly TarItem[]): Generator<Buffer> {
  for (let index = 0; index < count; index += 1) yield tarOf(itemsOf(index), { end: false });
  yield image;
}

const numbered = (index: number, length: number): string => `${index}/${'n'.repeat(length)}`;

/** An image of which the config, or `manifest.json`, is what the test says. */
const withJson = (config: string, manifest?: string): Buffer =>
  tarOf([
    { name: 'c.json', data: config },
    { name: 'l', data: 'x' },
    manifest === undefined
      ? savedManifest({ Config: 'c.json', RepoTags: ['a:1'], Layers: [] })
      : { name: 'manifest.json', data: manifest },
  ]);

const list = (count: number, item: (index: number) => string): string =>
  `[${Array.from({ length: count }, (_, index) => item(index)).join(',')}]`;

const NO_LAYERS = '{"rootfs":{"diff_ids":[]}}';
const hex = (index: number): string => createHash('sha256').update(String(index)).digest('hex');
const descriptor = (index: number, more = ''): string =>
  `{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:${hex(index)}","size":1${more}}`;
const layout = (index: string): Buffer => tarOf([...layoutFiles([]).slice(1), { name: 'index.json', data: index }]);

/** What is to be read, and what is said of it: nothing where it is good. */
interface Bomb {
  readonly name: string;
  readonly chunks: () => Iterable<Buffer>;
  readonly says?: RegExp;
  /** Default 1 where something is said, else 0. */
  readonly exitCode?: number;
}

const PLAIN: readonly Bomb[] = [
  {
    name: 'PAX names of 1 MB',
    chunks: () => repeated(400, (index) => [paxItem({ path: numbered(index, MB) }), { name: 'x' }]),
    says: /the name at byte \d+ has \d+ bytes, more than the 4096 that are allowed/,
  },
  {
    name: 'PAX link targets of 1 MB',
    chunks: () => repeated(400, (index) => [paxItem({ linkpath: numbered(index, MB) }), { name: 'x', type: '2' }]),
    says: /more than the 4096 that are allowed/,
  },
  {
    name: 'GNU names of 1 MB',
    chunks: () => repeated(400, (index) => [gnuLongItem('L', numbered(index, MB)), { name: 'x' }]),
    says: /more than the 4096 that are allowed/,
  },
  {
    name: 'GNU link targets of 1 MB',
    chunks: () => repeated(400, (index) => [gnuLongItem('K', numbered(index, MB)), { name: 'x', type: '2' }]),
    says: /more than the 4096 that are allowed/,
  },
  {
    name: 'PAX comments of 1 MB',
    chunks: () => repeated(400, (index) => [paxItem({ comment: numbered(index, MB) }), { name: `x${index}` }]),
  },
  {
    name: '60,000 names of 4 KB',
    chunks: () => repeated(60_000, (index) => [paxItem({ path: numbered(index, 4000) }), { name: 'x' }]),
    says: /too many entries: their names alone take more than 112 MiB/,
  },
  {
    name: '60,000 links of 4 KB',
    chunks: () =>
      repeated(60_000, (index) => [paxItem({ linkpath: numbered(index, 4000) }), { name: `x${index}`, type: '2' }]),
    says: /too many entries/,
  },
  { name: 'a million entries', chunks: () => entries(MANY, (index) => `entry-${index}`) },
  {
    name: 'a million entries and no image',
    chunks: () => entries(MANY, (index) => `r${index}/x`, Buffer.alloc(1024)),
    says: /neither manifest\.json nor index\.json/,
  },
  {
    name: 'a million blobs',
    chunks: () => entries(MANY, (index) => `blobs/sha256/${hex(index)}`),
    says: /too many entries/,
  },
  {
    name: 'two million entries',
    chunks: () => entries(2 * MANY, (index) => `entry-${index}`),
    says: /too many entries/,
  },
  {
    name: 'a chain of 100,000 links',
    chunks: () =>
      repeated(100_000, (index) => [
        { name: index === 0 ? 'manifest.json' : `l${index}`, type: '2', link: `l${index + 1}` },
      ]),
  },
  {
    name: 'a link that makes names grow',
    chunks: () => [
      tarOf([
        paxItem({ linkpath: `a/${'x/'.repeat(2040)}` }),
        { name: 'a', type: '2' },
        { name: 'manifest.json', type: '2', link: 'a/y' },
      ]),
    ],
    says: /leads to a name longer than 4096 characters/,
  },
  {
    name: 'a config of empty steps',
    chunks: () => [withJson(`{"rootfs":{"diff_ids":[]},"history":${list(2_600_000, () => '{}')}}`)],
    says: /c\.json and the manifests and configs before it have more than 600000 values/,
  },
  {
    name: 'a config of just so many steps',
    chunks: () => [withJson(`{"rootfs":{"diff_ids":[]},"history":${list(140_000, () => '{}')}}`)],
  },
  {
    name: 'a config of 8 MB of text',
    chunks: () => [withJson(`{"rootfs":{"diff_ids":[]},"author":"${'é'.repeat(4_000_000)}"}`)],
  },
  {
    name: 'a manifest.json of nothings',
    chunks: () => [
      withJson(
        NO_LAYERS,
        list(1_300_000, () => '{}'),
      ),
    ],
    says: /manifest\.json and .* have more than 600000 values/,
  },
  {
    name: 'a manifest.json of images',
    chunks: () => [
      withJson(
        NO_LAYERS,
        list(100_000, (index) => `{"Config":"${index}"}`),
      ),
    ],
    says: /lists more than 10000 images/,
  },
  {
    name: 'a manifest.json of names',
    chunks: () => [withJson(NO_LAYERS, `[{"Config":"c.json","RepoTags":${list(250_000, (index) => `"a:${index}"`)}}]`)],
  },
  {
    name: 'an index.json of nothings',
    chunks: () => [layout(`{"manifests":${list(1_300_000, () => '{}')}}`)],
    says: /index\.json and .* have more than 600000 values/,
  },
  {
    name: 'an index.json of 25,000 images that are not there',
    chunks: () => [layout(`{"schemaVersion":2,"manifests":${list(25_000, descriptor)}}`)],
    says: /is not in the archive/,
  },
  {
    name: 'an index.json that names one image 25,000 times',
    chunks: () => [layout(`{"schemaVersion":2,"manifests":${list(25_000, () => descriptor(1))}}`)],
    says: /is not in the archive/,
  },
  {
    name: 'a config of 400,000 values',
    chunks: () => [withJson(`{"rootfs":{"diff_ids":[]},"history":${list(200_000, () => '{}')}}`)],
    says: /c\.json has more than 300000 values/,
  },
  { name: '60 configs of 50,000 steps each', chunks: () => [manyConfigs(60, 50_000)] },
  { name: '60 images of one config of 140,000 steps', chunks: () => [oneConfig(60, 140_000)] },
  {
    name: '15,000 names in index.json and 30,000 in manifest.json',
    chunks: () => [manyNames()],
    says: /is not in the archive/,
  },
];

const OCI_TYPE = 'application/vnd.oci.image';

const stepsOf = (count: number): string => list(count, () => '{}');

/** Images of which each has a config of this many empty steps. */
function manyConfigs(count: number, steps: number): Buffer {
  const store = createLayout();
  const history = stepsOf(steps);
  const images = Array.from({ length: count }, (_, index) => {
    const text = `{"author":"${index}","rootfs":{"diff_ids":[]},"history":${history}}`;
    const config = store.add(`${OCI_TYPE}.config.v1+json`, text);
    const manifest = { schemaVersion: 2, mediaType: `${OCI_TYPE}.manifest.v1+json`, config, layers: [] };
    return store.add(manifest.mediaType, JSON.stringify(manifest), named(`x/y:${index}`));
  });
  return tarOf([...store.items, ...layoutFiles(images)]);
}

/** The same config in images that differ in their layer. */
function oneConfig(count: number, steps: number): Buffer {
  const places = Array.from({ length: count }, (_, index) => index);
  const config = `{"rootfs":{"diff_ids":["sha256:${sha256('x')}"]},"history":${stepsOf(steps)}}`;
  return tarOf([
    { name: 'c.json', data: config },
    ...places.map((index) => ({ name: `l${index}`, data: 'x' })),
    savedManifest(...places.map((index) => ({ Config: 'c.json', RepoTags: [`a:${index}`], Layers: [`l${index}`] }))),
  ]);
}

/** Thousands of names in both lists of an archive. */
function manyNames(): Buffer {
  const nameOf = (index: number): string => `,"annotations":{"io.containerd.image.name":"x/y:${index}"}`;
  const index = `{"schemaVersion":2,"manifests":${list(15_000, (each) => descriptor(each, nameOf(each)))}}`;
  const saved = list(
    10_000,
    (each) => `{"Config":"${each}","Layers":[],"RepoTags":["a:${each}","b:${each}","c:${each}"]}`,
  );
  const manifest = { name: 'manifest.json', data: saved };
  return tarOf([...layoutFiles([]).slice(1), { name: 'index.json', data: index }, manifest]);
}

async function write(chunks: Iterable<Buffer>): Promise<string> {
  const path = join(await tempDir(), 'archive');
  await pipeline(Readable.from(chunks), createWriteStream(path));
  return path;
}

async function expectBounded(
  path: string,
  says: RegExp | undefined,
  options: { readonly command?: string; readonly exitCode?: number | undefined } = {},
): Promise<void> {
  const { command = 'inspect', exitCode: expected = says === undefined ? 0 : 1 } = options;
  const spoolDir = await tempDir();
  const { exitCode, stderr, peak } = await spawnMeasured([command, path], { env: { TMPDIR: spoolDir } });
  if (says !== undefined) expect(stderr).toMatch(says);
  expect(stderr).not.toMatch(/^ +at |heap out of memory|Maximum call stack/m);
  expect(exitCode).toBe(expected);
  expect(peak).toBeLessThan(MOST);
  expect((await readdir(spoolDir)).filter((name) => name.startsWith('swrctl-'))).toEqual([]);
}

describe('an archive that is made to fill the memory', () => {
  it.each(PLAIN)('takes less than 300 MiB: $name', async ({ chunks, says, exitCode }) => {
    await expectBounded(await write(chunks()), says, { exitCode });
  });

  it('takes less than 300 MiB: an image of 100,000 layers', async () => {
    const digest = `sha256:${sha256('x')}`;
    const config = `{"rootfs":{"diff_ids":${list(100_000, () => `"${digest}"`)}}}`;
    const manifest = `[{"Config":"c.json","RepoTags":["a:1"],"Layers":${list(100_000, () => '"l"')}}]`;
    await expectBounded(await write([withJson(config, manifest)]), undefined);
  });
});

const EMPTY = /is an empty tar: it holds no image/;
const BOMB = /unpacks to more than 100 times its size, as no image does/;
const head = tarHeader({ name: 'x', sizeField: Buffer.from('77777777777\0') });

/** What `sh` prints, packed; a long way of zeros takes a program less time than us. */
const shell = (script: string, input: Buffer = Buffer.alloc(0)): Buffer =>
  execFileSync('sh', ['-c', script], { input, maxBuffer: 1e9 });

describe('a small file that unpacks to a large one', () => {
  it('takes less than 300 MiB and half a gigabyte of the disk: gzip', async () => {
    const piece = gzipSync(Buffer.alloc(50 * MB));
    await expectBounded(
      await write([gzipSync(Buffer.alloc(50 * MB)), ...Array.from({ length: 40 }, () => piece)]),
      EMPTY,
    );
    await expectBounded(await write([gzipSync(head), ...Array.from({ length: 40 }, () => piece)]), BOMB);
    await expectBounded(
      await write([gzipSync(Buffer.concat([gzipSync(head), ...Array.from({ length: 40 }, () => piece)]))]),
      BOMB,
    );
  });

  itWith('bzip2')('takes less than 300 MiB: bzip2', async () => {
    const zeros = shell('head -c 200000000 /dev/zero | bzip2 -c');
    await expectBounded(await write([zeros]), EMPTY);
    const behindHead = shell('(cat; head -c 200000000 /dev/zero) | bzip2 -c', head);
    expect(behindHead.length).toBeLessThan(1000);
    await expectBounded(await write([behindHead]), /truncated at byte 200000512/);
    await expectBounded(await write([shell('bzip2 -c', behindHead)]), /truncated at byte 200000512/);
  });

  itWith('xz').each(['64MiB', '1536MiB'])('takes less than 300 MiB: xz with a dictionary of %s', async (dictionary) => {
    const packed = shell(`(cat; head -c 100000000 /dev/zero) | xz -T1 --lzma2=preset=0,dict=${dictionary} -c`, image);
    await expectBounded(await write([packed]), dictionary === '64MiB' ? undefined : /is damaged: xz says/);
  });

  itWith('zstd').each([27, 31])('takes less than 300 MiB: zstd with a window of 2^%i', async (window) => {
    // More than one window, so that it is filled.
    const packed = shell(`(cat; head -c 140000000 /dev/urandom) | zstd -q -1 --ultra --long=${window} -c`, image);
    await expectBounded(await write([packed]), window === 27 ? undefined : /needs a window of \d+ bytes, more than/);
  });

  itWith('zstd')(
    'takes less than 300 MiB: three layers of zstd with a window of 128 MiB, checked and packed',
    async () => {
      const layers = Array.from({ length: 3 }, (_, index) =>
        tarOf([{ name: `f${index}`, data: Buffer.alloc(1000, index) }]),
      );
      const packed = layers.map((layer) =>
        shell('(cat; head -c 130000000 /dev/zero) | zstd -q -1 --long=27 -c', layer),
      );
      const digests = packed.map((bytes) => `sha256:${sha256(shell('zstd -dc --long=27', bytes))}`);
      const config = JSON.stringify({
        os: 'linux',
        architecture: 'amd64',
        rootfs: { type: 'layers', diff_ids: digests },
      });
      const items = [
        { name: 'c.json', data: config },
        ...packed.map((data, index) => ({ name: `l${index}`, data })),
        json('manifest.json', [{ Config: 'c.json', RepoTags: ['a:1'], Layers: packed.map((_, index) => `l${index}`) }]),
      ];
      await expectBounded(await write([tarOf(items)]), undefined, { command: 'check' });
    },
  );
});
