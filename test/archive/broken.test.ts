import { execFileSync } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createReadStream } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openArchive, openArchiveStream, type Archive } from '../../src/archive/read/archive.ts';
import { checkLayer } from '../../src/content/check-layer.ts';
import type { ContentNode, ImageNode } from '../../src/model/content.ts';
import {
  addImage,
  addIndex,
  createLayout,
  dockerSave,
  flatArchive,
  json,
  layoutFiles,
  savedManifest,
  sha256,
  testImage,
  without,
  type SavedItem,
} from '../support/archives.ts';
import { tarOf, type TarItem } from '../support/tar.ts';
import { tempDir, tempFile } from '../support/temp-dir.ts';

const image = testImage({ texts: ['one', 'two'] });
const good = dockerSave(image);
const configName = `${sha256(image.config)}.json`;
const layerName = good.find(({ name }) => name.endsWith('layer.tar'))?.name ?? '';

const imagesIn = (node: ContentNode): ImageNode[] =>
  node.kind === 'image' ? [node] : node.children.flatMap(({ node: child }) => (child ? imagesIn(child) : []));

/** All that a push with --verify reads. */
async function readAll(archive: Archive): Promise<void> {
  try {
    for (const { load } of archive.images) {
      for (const { layers } of imagesIn(await load())) for (const layer of layers) await checkLayer(layer);
    }
  } finally {
    await archive.close();
  }
}

/** Reads everything; also makes sure that no temporary file stays. */
async function readBytes(bytes: Buffer): Promise<void> {
  const spoolDir = await tempDir();
  try {
    await readAll(await openArchive(await tempFile(bytes), { spoolDir }));
  } finally {
    expect(await readdir(spoolDir)).toEqual([]);
  }
}

const replace = (name: string, item: Partial<TarItem>): TarItem[] =>
  good.map((each) => (each.name === name ? { ...each, ...item } : each));

const withManifest = (...items: readonly SavedItem[]): Buffer =>
  tarOf([...without(good, 'manifest.json'), savedManifest(...items)]);

function layoutWith(build: (layout: ReturnType<typeof createLayout>) => TarItem[]): Buffer {
  const layout = createLayout();
  const files = build(layout);
  return tarOf([...layout.items, ...files]);
}

const altered = (bytes: Buffer): Buffer => Buffer.from(bytes.toString('latin1').replace('one', 'One'), 'latin1');

const layer = image.layers[0] ?? Buffer.alloc(0);
const whole = tarOf(good);
const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

const BROKEN: readonly { name: string; bytes: Buffer; says: RegExp; code?: string }[] = [
  { name: 'an empty file', bytes: Buffer.alloc(0), says: /is empty$/ },
  { name: 'a tar with nothing in it', bytes: Buffer.alloc(10_240), says: /holds no image/ },
  { name: 'random bytes', bytes: Buffer.from(sha256('x').repeat(100), 'hex'), says: /is not an image archive/ },
  {
    name: 'PowerShell output',
    bytes: Buffer.from(`\ufeff${whole.toString('latin1')}`, 'utf16le'),
    says: /UTF-16 text, as PowerShell/,
  },
  { name: 'a zip file', bytes: Buffer.from('PK\x03\x04whatever'), says: /is a zip file/ },
  { name: 'an HTML page', bytes: Buffer.from('<!DOCTYPE html><html>'), says: /HTML/ },
  { name: 'a JSON text', bytes: Buffer.from('{"errors":[]}'), says: /JSON text/ },
  {
    name: 'a docker export',
    bytes: tarOf(['bin/sh', 'etc/passwd', 'usr/bin/env', '.dockerenv'].map((name) => ({ name, data: 'x' }))),
    says: /root file system, as docker export writes it/,
  },
  {
    name: 'any other tar',
    bytes: tarOf([{ name: 'README', data: 'x' }]),
    says: /neither manifest.json nor index.json/,
  },
  {
    name: 'a save of Docker before 1.10',
    bytes: tarOf(without(good, 'json').concat(json('repositories', {}))),
    says: /older than 1.10/,
  },
  {
    name: 'a layout packed with its folder',
    bytes: tarOf(good.map((item) => ({ ...item, name: `app/${item.name}` }))),
    says: /in the folder "app", not at the top/,
  },
  { name: 'an archive cut in a layer', bytes: whole.subarray(0, 1536 + 700), says: /truncated at byte 2236/ },
  {
    name: 'an archive cut between entries',
    bytes: tarOf(without(good, 'manifest.json').slice(0, 3), { end: false }),
    says: /neither|truncated/,
  },
  {
    name: 'a layer that is missing',
    bytes: tarOf(good.filter(({ name }) => name !== layerName)),
    says: /manifest.json refers to .*\/layer.tar, which is not in the archive/,
  },
  {
    name: 'a config that is missing',
    bytes: tarOf(without(good, configName)),
    says: new RegExp(`refers to ${configName}`),
  },
  {
    name: 'a layer that was altered',
    bytes: tarOf(replace(layerName, { data: altered(layer) })),
    code: 'CONTENT_MISMATCH',
    says: new RegExp(`${layerName} .*is damaged`),
  },
  {
    name: 'a layer that was shortened',
    bytes: tarOf(replace(layerName, { data: layer.subarray(0, 600) })),
    code: 'CONTENT_MISMATCH',
    says: /is damaged/,
  },
  {
    name: 'a gzip layer that was altered',
    bytes: tarOf(flatArchive(image, { layerName: (hex) => `${hex}.tar`, pack: (each) => gzipSync(altered(each)) })),
    code: 'CONTENT_MISMATCH',
    says: /\.tar .*is damaged/,
  },
  {
    name: 'a gzip layer that was cut',
    bytes: tarOf(
      flatArchive(image, { layerName: (hex) => `${hex}.tar`, pack: (each) => gzipSync(each).subarray(0, 50) }),
    ),
    says: /\.tar is damaged: gzip says "unexpected end of file"/,
  },
  {
    name: 'a bzip2 layer',
    bytes: tarOf(replace(layerName, { data: Buffer.from('BZh91AY&SY') })),
    says: /is packed with bzip2, which no registry takes/,
  },
  {
    name: 'a config of a layout that was altered',
    bytes: layoutWith((layout) => {
      const entry = addImage(layout, image);
      const name = `blobs/sha256/${sha256(image.config)}`;
      return [...layoutFiles([entry]), { name, data: image.config.toString().replace('/file', '/evil') }];
    }),
    says: /the config .* was altered/,
  },
  {
    name: 'a config of a blob folder that was altered',
    bytes: tarOf([
      { name: `blobs/sha256/${sha256(image.config)}`, data: image.config.toString().replace('/file', '/evil') },
      savedManifest({ Config: `blobs/sha256/${sha256(image.config)}`, Layers: [] }),
    ]),
    says: /the config .* was altered/,
  },
  {
    name: 'a config that is no JSON',
    bytes: tarOf([{ name: 'c.json', data: 'no' }, savedManifest({ Config: 'c.json', Layers: [] })]),
    says: /c.json is not JSON/,
  },
  {
    name: 'a config with too few layers',
    bytes: withManifest({ Config: configName, Layers: [layerName] }),
    says: /lists 1 layers, but the config .* has 2/,
  },
  {
    name: 'layers in the wrong order',
    bytes: withManifest({
      Config: configName,
      Layers: [...good.flatMap(({ name }) => (name.endsWith('layer.tar') ? [name] : []))].reverse(),
    }),
    code: 'CONTENT_MISMATCH',
    says: /is damaged/,
  },
  {
    name: 'a manifest.json that is no list',
    bytes: tarOf([json('manifest.json', {})]),
    says: /manifest.json is object, expected an array/,
  },
  { name: 'a manifest.json with nothing in it', bytes: tarOf([json('manifest.json', [])]), says: /lists no image/ },
  {
    name: 'a manifest.json without names of layers',
    bytes: tarOf([json('manifest.json', [{ Config: 1 }])]),
    says: /manifest.json\[0\].Config is number/,
  },
  {
    name: 'a manifest.json of 5 MiB',
    bytes: tarOf([{ name: 'manifest.json', data: ' '.repeat(5 * 2 ** 20) }]),
    says: /more than the 4194304 that are allowed/,
  },
  {
    name: 'a manifest.json 100,000 levels deep',
    bytes: tarOf([{ name: 'manifest.json', data: nested(100_000) }]),
    says: /manifest.json/,
  },
  {
    name: 'a manifest.json that is a directory',
    bytes: tarOf([{ name: 'manifest.json', type: '5' }]),
    says: /manifest.json is a directory/,
  },
  {
    name: 'a config outside the archive',
    bytes: withManifest({ Config: '../../etc/passwd', Layers: [] }),
    says: /outside the archive/,
  },
  {
    name: 'a layer that is a link out of the archive',
    bytes: tarOf(replace(layerName, { type: '2', link: '../../../etc/passwd', data: '' })),
    says: /points to "..\/..\/..\/etc\/passwd", outside the archive/,
  },
  {
    name: 'a layer that is a link to itself',
    bytes: tarOf(replace(layerName, { type: '2', link: 'layer.tar', data: '' })),
    says: /leads in a circle/,
  },
  {
    name: 'a layer that is a folder',
    bytes: tarOf(replace(layerName, { type: '5', data: '' })),
    says: /layer.tar is a directory, not a file/,
  },
  { name: 'a layer that is a sparse file', bytes: tarOf(replace(layerName, { type: 'S' })), says: /a sparse file/ },
  {
    name: 'an entry above the archive',
    bytes: tarOf([...good, { name: '../../x' }]),
    says: /lies outside the archive/,
  },
  {
    name: 'a damaged header',
    bytes: tarOf([...good, { name: 'x', isDamaged: true }]),
    says: /header at byte \d+ is damaged/,
  },
  {
    name: 'an OCI manifest that was altered',
    bytes: layoutWith((layout) => {
      const { digest, ...rest } = addImage(layout, image);
      const other = layout.items.find(({ name }) => name.endsWith(digest.slice(7)));
      return [
        ...layoutFiles([{ digest, ...rest }]),
        { name: other?.name ?? '', data: String(other?.data).replace('"layers"', '"Layers"') },
      ];
    }),
    says: /the manifest blobs\/sha256\/\w+ was altered/,
  },
  {
    name: 'an OCI layer of the wrong size',
    bytes: layoutWith((layout) => {
      const entry = addImage(layout, image);
      const item = layout.items.find(({ data }) => Buffer.isBuffer(data) && data[0] === 0x1f);
      return [...layoutFiles([entry]), { name: item?.name ?? '', data: 'short' }];
    }),
    says: /the layer blobs\/sha256\/\w+ has 5 bytes, but its manifest says/,
  },
  {
    name: 'an OCI layer that is missing',
    bytes: layoutWith((layout) => {
      const entry = addImage(layout, image);
      layout.items.splice(1, 1);
      return layoutFiles([entry]);
    }),
    says: /the layer blobs\/sha256\/\w+ is not in the archive/,
  },
  {
    name: 'an OCI index of which nothing is there',
    bytes: layoutWith((layout) => layoutFiles([addIndex(layout, [addImage(createLayout(), image)])])),
    says: /no image of the index blobs\/sha256\/\w+ is in the archive/,
  },
  {
    name: 'an index.json with a digest that is none',
    bytes: tarOf([...layoutFiles([]), json('index.json', { manifests: [{ digest: '../x', size: 1 }] })]),
    says: /digest is not a digest/,
  },
  { name: 'an index.json with nothing in it', bytes: tarOf(layoutFiles([])), says: /lists no image/ },
  {
    name: 'indexes nested without end',
    bytes: layoutWith((layout) => {
      let entry = addImage(layout, image);
      for (let depth = 0; depth < 20; depth += 1) entry = addIndex(layout, [entry]);
      return layoutFiles([entry]);
    }),
    says: /nested deeper than/,
  },
  {
    name: 'a gzip file that was cut',
    bytes: gzipSync(whole).subarray(0, -20),
    says: /is damaged: gzip says "unexpected end of file"/,
  },
  {
    name: 'a gzip file in three more',
    bytes: gzipSync(gzipSync(gzipSync(gzipSync(whole)))),
    says: /packed more than 2 times/,
  },
  { name: 'a gzip file of something else', bytes: gzipSync('hello'), says: /is not an image archive/ },
];

describe('a broken archive', () => {
  it.each(BROKEN)('is refused: $name', async ({ bytes, says, code = 'SOURCE_INVALID' }) => {
    await expect(readBytes(bytes)).rejects.toMatchObject({ code, message: expect.stringMatching(says) as unknown });
  });

  it.each(BROKEN)('comes with a way out: $name', async ({ bytes, code = 'SOURCE_INVALID' }) => {
    if (code === 'SOURCE_INVALID') await expect(readBytes(bytes)).rejects.toHaveProperty('hint', expect.any(String));
  });

  it('is refused the same from standard input, and leaves no file', async () => {
    const spoolDir = await tempDir();
    const stream = createReadStream(await tempFile(whole.subarray(0, 2236)));
    await expect(openArchiveStream(stream, { spoolDir })).rejects.toThrow(/truncated at byte 2236/);
    expect(await readdir(spoolDir)).toEqual([]);
  });
});

describe('a source that is no archive', () => {
  it('is called missing when it is', async () => {
    await expect(openArchive(join(await tempDir(), 'no.tar'))).rejects.toMatchObject({ code: 'SOURCE_MISSING' });
  });

  it('is refused when it is a folder without a layout', async () => {
    await expect(openArchive(await tempDir())).rejects.toThrow(/directory without oci-layout/);
  });

  it('is refused when it is a device', async () => {
    await expect(openArchive('/dev/zero')).rejects.toThrow(/is a device/);
  });

  it('is refused when its index.json is a folder', async () => {
    const folder = await tempDir();
    await writeFile(join(folder, 'oci-layout'), '{}');
    await mkdir(join(folder, 'index.json'));
    await expect(openArchive(folder)).rejects.toThrow(/index.json is a directory/);
  });

  it('is refused when it is a named pipe with something else', async () => {
    const pipe = join(await tempDir(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const [opened] = await Promise.allSettled([openArchive(pipe), writeFile(pipe, 'hello')]);
    expect(opened).toMatchObject({ reason: { code: 'SOURCE_INVALID' } });
  });
});
