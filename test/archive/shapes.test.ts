import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createReadStream } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openArchive, openArchiveStream, type Archive } from '../../src/archive/read/archive.ts';
import { checkLayer } from '../../src/content/check-layer.ts';
import type { ContentNode, ImageNode } from '../../src/model/content.ts';
import { formatPlatform } from '../../src/model/platform.ts';
import {
  addImage,
  dockerSave,
  flatArchive,
  layoutFiles,
  layoutManifest,
  named,
  savedManifest,
  sha256,
  without,
} from '../support/archives.ts';
import { tarOf } from '../support/tar.ts';
import {
  GOOD,
  FULL,
  arm,
  containerdStore,
  docker25,
  expected,
  image,
  layoutOf,
  multiPlatform,
  second,
} from '../support/zoo.ts';
import { tempDir, tempFile } from '../support/temp-dir.ts';

async function openBytes(bytes: Buffer): Promise<Archive> {
  const archive = await openArchive(await tempFile(bytes));
  onTestFinished(() => archive.close());
  return archive;
}

const imagesIn = (node: ContentNode): ImageNode[] =>
  node.kind === 'image'
    ? [node]
    : node.children.flatMap(({ node: child, isAttestation }) => (child && !isAttestation ? imagesIn(child) : []));

/** What a person would compare: names, platform, config and whether every layer unpacks to its diffID. */
async function describeArchive(archive: Archive) {
  return Promise.all(
    archive.images.map(async ({ names, bareTags, load }) => {
      const found = imagesIn(await load());
      for (const { layers } of found) await Promise.all(layers.map((layer) => checkLayer(layer)));
      return {
        names: [...names, ...bareTags],
        images: found.map(({ config, layers, platform }) => ({
          config: sha256(config.bytes),
          diffIDs: layers.map(({ diffID }) => diffID),
          platform: platform && formatPlatform(platform),
        })),
      };
    }),
  );
}

describe('openArchive', () => {
  it.each(GOOD)(
    'reads $name',
    async ({ items, names = ['app:v1'], format = 'docker-archive', images = [expected(image)] }) => {
      const archive = await openBytes(tarOf(items));
      expect(archive.format).toBe(format);
      if (images.length === 0) return expect(archive.images.map((one) => one.names)).toEqual([names]);
      expect(await describeArchive(archive)).toEqual([{ names, images }]);
    },
  );

  it.each(['docker save', 'an OCI layout'])('reads %s from standard input', async (kind) => {
    const path = await tempFile(tarOf(kind === 'docker save' ? dockerSave(image) : multiPlatform));
    const archive = await openArchiveStream(createReadStream(path), { spoolDir: await tempDir() });
    onTestFinished(() => archive.close());
    expect(await describeArchive(archive)).toHaveLength(1);
  });

  it.each(['a folder', 'a tree of links, as bazel makes it'])('reads an OCI layout in %s', async (kind) => {
    const root = await tempDir();
    const store = await tempDir();
    for (const [index, { name, data = '' }] of multiPlatform.entries()) {
      await mkdir(dirname(join(root, name)), { recursive: true });
      const path = kind === 'a folder' ? join(root, name) : join(store, String(index));
      await writeFile(path, data);
      if (kind !== 'a folder') await symlink(path, join(root, name));
    }
    const archive = await openArchive(root);
    expect(archive.format).toBe('oci-layout');
    expect(await describeArchive(archive)).toEqual([
      { names: [FULL], images: [expected(image), expected(arm, 'linux/arm64/v8')] },
    ]);
  });

  it('says what is not there', async () => {
    const { notes } = await openBytes(tarOf(containerdStore));
    expect(notes).toEqual([
      expect.stringMatching(
        /^the image for linux\/arm64\/v8 \([0-9a-f]{12}\) is left out: the manifest blobs\/.* is not in the archive$/,
      ),
      expect.stringMatching(/^an attestation \([0-9a-f]{12}\) is left out: /),
    ]);
  });

  it('marks attestations and keeps them apart from images', async () => {
    const archive = await openBytes(tarOf(multiPlatform));
    const node = await archive.images[0]?.load();
    expect(node?.kind === 'index' && node.children.map((child) => [child.isAttestation, child.node?.kind])).toEqual([
      [false, 'image'],
      [false, 'image'],
      [true, 'image'],
    ]);
  });

  it('keeps the bytes of manifests', async () => {
    const archive = await openBytes(tarOf(multiPlatform));
    const node = await archive.images[0]?.load();
    const stored = node?.kind === 'index' ? node.index : undefined;
    expect(`sha256:${sha256(stored?.bytes ?? '')}`).toBe(stored?.descriptor.digest);
  });

  it('gives repeated layers as often as the image has them', async () => {
    const node = await (await openBytes(tarOf(dockerSave(image)))).images[0]?.load();
    const digests = node?.kind === 'image' ? node.layers.map(({ digest }) => digest) : [];
    expect(digests).toHaveLength(3);
    expect(digests[0]).toBe(digests[2]);
  });

  it('tells the digest of plain layers, and of packed ones only what they unpack to', async () => {
    const packed = flatArchive(image, { layerName: (hex) => `${hex}.tar`, pack: (layer) => gzipSync(layer) });
    const node = await (await openBytes(tarOf(packed))).images[0]?.load();
    const layer = node?.kind === 'image' ? node.layers[0] : undefined;
    expect(layer).not.toHaveProperty('digest');
    expect(layer).toMatchObject({
      compression: 'gzip',
      diffID: `sha256:${sha256(image.layers[0] ?? '')}`,
      mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
    });
  });

  it('reads several images of one archive, with a layer in common', async () => {
    const [first, other] = [dockerSave(image, ['a:1']), dockerSave(second, ['b:2'])];
    const lists = [first, other].flatMap((items) =>
      items.flatMap(({ name, data }) => (name === 'manifest.json' ? [String(data).slice(1, -1)] : [])),
    );
    const items = [
      ...without(first, 'manifest'),
      ...without(other, 'manifest'),
      { name: 'manifest.json', data: `[${lists.join()}]` },
    ];
    expect(await describeArchive(await openBytes(tarOf(items)))).toEqual([
      { names: ['a:1'], images: [expected(image)] },
      { names: ['b:2'], images: [expected(second)] },
    ]);
  });

  it.each([
    {
      name: 'the OCI manifest has no layers (Docker 25 release candidates)',
      items: layoutOf((layout) => {
        const empty = addImage(layout, { config: image.config, layers: [] }, named(FULL), 'none');
        image.layers.forEach((layer) => layout.add('x', layer));
        return [...layoutFiles([empty]), layoutManifest(image, ['app:v1'], 'none')];
      }),
    },
    {
      name: 'the OCI manifest has wrong sizes (Docker 25 release candidates)',
      items: layoutOf((layout) => {
        const good = addImage(layout, image, named(FULL), 'none');
        return [...layoutFiles([{ ...good, size: good.size + 1 }]), layoutManifest(image, ['app:v1'], 'none')];
      }),
    },
    {
      name: 'index.json is damaged',
      items: [...without(docker25, 'index.json'), { name: 'index.json', data: '{"manifests":' }],
    },
  ])('goes by manifest.json when $name', async ({ items }) => {
    const archive = await openBytes(tarOf(items));
    expect(await describeArchive(archive)).toEqual([{ names: ['app:v1'], images: [expected(image)] }]);
    expect(archive.notes).toHaveLength(1);
  });

  it('goes by the OCI layout when manifest.json names a blob that is not there', async () => {
    const items = [
      ...without(containerdStore, 'manifest.json'),
      savedManifest({
        Config: `blobs/sha256/${sha256(image.config)}`,
        RepoTags: ['app:v1'],
        Layers: ['blobs/sha256/gone'],
      }),
    ];
    expect(await describeArchive(await openBytes(tarOf(items)))).toEqual([
      { names: ['app:v1'], images: [expected(image)] },
    ]);
  });

  it('finds an image that index.json has lost', async () => {
    const items = layoutOf((layout) => {
      const kept = addImage(layout, image, named(FULL), 'none');
      addImage(layout, second, {}, 'none');
      const saved = [layoutManifest(image, ['app:v1'], 'none'), layoutManifest(second, ['app:v2'], 'none')];
      const lists = saved.map(({ data }) => String(data).slice(1, -1));
      return [...layoutFiles([kept]), { name: 'manifest.json', data: `[${lists.join()}]` }];
    });
    expect(await describeArchive(await openBytes(tarOf(items)))).toEqual([
      { names: ['app:v1'], images: [expected(image)] },
      { names: ['app:v2'], images: [expected(second)] },
    ]);
  });

  it.each([
    { keys: 'lower-case', text: '"config":<C>,"layers":<L>,"repotags":["app:v1"]' },
    { keys: 'upper-case', text: '"CONFIG":<C>,"LAYERS":<L>,"REPOTAGS":["app:v1"]' },
    { keys: 'odd', text: '"cOnfig":<C>,"conﬁg":"no","Layer\u017f":<L>,"repoTagS":["app:v1"]' },
  ])('reads a manifest.json with $keys keys, as docker does', async ({ text }) => {
    const items = flatArchive(image, { configName: 'c.json', layerName: (hex) => `${hex}.tar` });
    const layers = JSON.stringify(image.layers.map((layer) => `${sha256(layer)}.tar`));
    const data = `[{${text.replace('<C>', '"c.json"').replace('<L>', layers)}}]`;
    const archive = await openBytes(tarOf([...without(items, 'manifest.json'), { name: 'manifest.json', data }]));
    expect(await describeArchive(archive)).toEqual([{ names: ['app:v1'], images: [expected(image)] }]);
  });

  it('refuses a manifest.json that says a key in two ways: to docker the last counts, to others the exact one', async () => {
    const items = flatArchive(image, { configName: 'c.json', layerName: (hex) => `${hex}.tar` });
    const data = '[{"Config":"c.json","config":"other.json","Layers":[],"RepoTags":["app:v1"]}]';
    const opening = openBytes(tarOf([...without(items, 'manifest.json'), { name: 'manifest.json', data }]));
    await expect(opening).rejects.toMatchObject({
      code: 'SOURCE_INVALID',
      message: expect.stringContaining('two meanings') as string,
    });
  });

  it('notes a config that is named by another digest than its own', async () => {
    const configName = `${sha256('another')}.json`;
    const archive = await openBytes(tarOf(flatArchive(image, { configName, layerName: (hex) => `${hex}.tar` })));
    expect(archive.notes).toEqual([
      `the config ${configName} is named by another digest than its own, which is sha256:${sha256(image.config)}`,
    ]);
  });

  it('knows an image of the layout in manifest.json by its config, however that is named', async () => {
    const items = layoutOf((layout) => [
      ...layoutFiles([addImage(layout, image, named(FULL), 'none')]),
      { name: `${sha256('another')}.json`, data: image.config },
      savedManifest({
        Config: `${sha256('another')}.json`,
        RepoTags: ['app:v1', 'app:v2'],
        Layers: image.layers.map((layer) => `blobs/sha256/${sha256(layer)}`),
      }),
    ]);
    expect(await describeArchive(await openBytes(tarOf(items)))).toEqual([
      { names: ['app:v1', 'app:v2'], images: [expected(image)] },
    ]);
  });

  it('tells two images of one config apart by their names', async () => {
    const items = layoutOf((layout) => {
      const roots = [addImage(layout, image, named('g/a:1')), addImage(layout, image, named('g/b:1'), 'none')];
      const saved = [layoutManifest(image, ['g/a:1'], 'gzip'), layoutManifest(image, ['g/b:1'], 'none')];
      return [
        ...layoutFiles(roots),
        { name: 'manifest.json', data: `[${saved.map(({ data }) => String(data).slice(1, -1)).join()}]` },
      ];
    });
    expect((await openBytes(tarOf(items))).images.map(({ names }) => names)).toEqual([['g/a:1'], ['g/b:1']]);
  });

  it.each([
    { name: 'is some other JSON', index: { pages: [] } },
    { name: 'lists nothing', index: { manifests: [] } },
  ])('takes no tar for a layout whose index.json $name', async ({ index }) => {
    const path = await tempFile(tarOf([{ name: 'index.json', data: JSON.stringify(index) }]));
    await expect(openArchive(path)).rejects.toThrow(/is not an image archive/);
  });

  it('ignores a __proto__ in its JSON', async () => {
    const items = dockerSave(image).map((item) =>
      item.name === 'manifest.json'
        ? { ...item, data: String(item.data).replace('{', '{"__proto__":{"RepoTags":["evil:1"]},') }
        : item,
    );
    expect((await openBytes(tarOf(items))).images[0]?.names).toEqual(['app:v1']);
    expect({}).not.toHaveProperty('RepoTags');
  });
});
