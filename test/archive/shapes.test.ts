import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createReadStream } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openArchive, openArchiveStream, type Archive } from '../../src/archive/archive.ts';
import { checkLayer } from '../../src/content/check-layer.ts';
import type { ContentNode, ImageNode } from '../../src/model/content.ts';
import { formatPlatform } from '../../src/model/platform.ts';
import {
  addAttestation,
  addImage,
  addIndex,
  createLayout,
  dockerSave,
  flatArchive,
  json,
  layoutFiles,
  layoutManifest,
  named,
  podmanSave,
  savedManifest,
  sha256,
  testImage,
  without,
} from '../support/archives.ts';
import { paxItem, tarOf, type TarItem } from '../support/tar.ts';
import { tempDir, tempFile } from '../support/temp-dir.ts';

const image = testImage({ texts: ['one', 'two', 'one'] });
const arm = testImage({ texts: ['arm'], platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } });
const second = testImage({ texts: ['one', 'other'] });
const amd64 = { platform: { os: 'linux', architecture: 'amd64' } };
const arm64 = { platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } };
const FULL = 'docker.io/library/app:v1';

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

const expected = (of: typeof image, platform = 'linux/amd64') => ({
  config: sha256(of.config),
  diffIDs: of.layers.map((layer) => `sha256:${sha256(layer)}`),
  platform,
});

function layoutOf(build: (layout: ReturnType<typeof createLayout>) => TarItem[]): TarItem[] {
  const layout = createLayout();
  const files = build(layout);
  return [...layout.items, ...files];
}

const docker25 = layoutOf((layout) => [
  ...layoutFiles([addImage(layout, image, named(FULL), 'none')]),
  layoutManifest(image, ['app:v1'], 'none'),
  json('repositories', { app: { v1: 'x' } }),
]);

/** Only the amd64 part is there; the arm64 manifest is absent, the attestation's blob too. */
const containerdStore = layoutOf((layout) => {
  const present = addImage(layout, image, amd64);
  const elsewhere = createLayout();
  const absent = [addImage(elsewhere, arm, arm64), addAttestation(elsewhere, present)];
  const index = addIndex(layout, [present, ...absent], named(FULL));
  return [...layoutFiles([index]), layoutManifest(image, ['app:v1'], 'gzip')];
});

const multiPlatform = layoutOf((layout) => {
  const present = addImage(layout, image, amd64);
  const children = [present, addImage(layout, arm, arm64), addAttestation(layout, present)];
  return layoutFiles([addIndex(layout, children, named(FULL))]);
});

const GOOD: readonly { name: string; items: TarItem[]; names?: string[]; format?: string; images?: object[] }[] = [
  { name: 'docker save 1.12 to 24, with linked layers', items: dockerSave(image) },
  { name: 'docker save of an image id', items: dockerSave(image, null), names: [] },
  {
    name: 'docker save of several tags',
    items: dockerSave(image, ['app:v1', 'g/app:v2']),
    names: ['app:v1', 'g/app:v2'],
  },
  { name: 'docker save 25, which is an OCI layout too', items: docker25 },
  { name: 'docker save with the containerd store, other platforms absent', items: containerdStore },
  {
    name: 'ctr images export: no folders, OCI and manifest.json',
    items: layoutOf((layout) => [
      ...layoutFiles([addImage(layout, image, named('reg.example.com/g/app:v1'))]),
      layoutManifest(image, ['reg.example.com/g/app:v1'], 'gzip'),
    ]),
    names: ['reg.example.com/g/app:v1'],
  },
  {
    name: 'buildx type=docker: an index entry per tag',
    items: layoutOf((layout) => [
      ...layoutFiles(['a:1', 'a:2'].map((tag) => addImage(layout, image, named(`docker.io/library/${tag}`)))),
      layoutManifest(image, ['docker.io/library/a:1', 'docker.io/library/a:2'], 'gzip'),
    ]),
    names: ['docker.io/library/a:1', 'docker.io/library/a:2'],
  },
  {
    name: 'buildx type=oci: several platforms and an attestation',
    items: multiPlatform,
    names: [FULL],
    format: 'oci-archive',
    images: [expected(image), expected(arm, 'linux/arm64/v8')],
  },
  {
    name: 'an index in an index',
    items: layoutOf((layout) => layoutFiles([addIndex(layout, [addIndex(layout, [addImage(layout, image, amd64)])])])),
    names: [],
    format: 'oci-archive',
  },
  {
    name: 'platforms directly in index.json',
    items: layoutOf((layout) => layoutFiles([addImage(layout, image, amd64), addImage(layout, arm, arm64)])),
    names: [],
    format: 'oci-archive',
    images: [expected(image), expected(arm, 'linux/arm64/v8')],
  },
  { name: 'podman save', items: podmanSave(image), names: ['localhost/app:v1'] },
  {
    name: 'podman save --format oci-archive, with a bare tag',
    items: layoutOf((layout) =>
      layoutFiles([addImage(layout, image, { annotations: { 'org.opencontainers.image.ref.name': 'v1' } })]),
    ),
    names: ['v1'],
    format: 'oci-archive',
  },
  {
    name: 'crane, ko and kaniko: gzip layers, a config named sha256:hex',
    items: flatArchive(image, {
      configName: `sha256:${sha256(image.config)}`,
      layerName: (hex) => `${hex}.tar.gz`,
      pack: (layer) => gzipSync(layer),
      repoTags: ['index.docker.io/library/app:v1'],
    }),
    names: ['index.docker.io/library/app:v1'],
  },
  {
    name: 'jib: gzip layers, config.json',
    items: flatArchive(image, {
      configName: 'config.json',
      layerName: (hex) => `${hex}.tar.gz`,
      pack: (layer) => gzipSync(layer),
    }),
  },
  {
    name: 'gzip layers that are called .tar',
    items: flatArchive(image, { layerName: (hex) => `${hex}/layer.tar`, pack: (layer) => gzipSync(layer) }),
  },
  {
    name: 'bazel: an OCI layout whose tag only an annotation holds',
    items: layoutOf((layout) =>
      layoutFiles([addImage(layout, image, { annotations: { 'org.opencontainers.image.ref.name': 'app:v1' } })]),
    ),
    format: 'oci-archive',
  },
  {
    name: 'Windows: a foreign layer that is not there',
    items: without(
      [
        ...dockerSave(testImage({ texts: ['base'] })),
        savedManifest({
          Config: `${sha256(testImage({ texts: ['base'] }).config)}.json`,
          RepoTags: ['win:1'],
          Layers: ['absent/layer.tar'],
          LayerSources: {
            [`sha256:${sha256(testImage({ texts: ['base'] }).layers[0] ?? '')}`]: {
              mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
              ...{ size: 5, digest: `sha256:${sha256('x')}`, urls: ['https://mcr.example.com/x'] },
            },
          },
        }),
      ],
      'VERSION',
    ),
    names: ['win:1'],
    images: [],
  },
  { name: 'names with ./', items: dockerSave(image).map((item) => ({ ...item, name: `./${item.name}` })) },
  { name: 'names with a leading slash', items: dockerSave(image).map((item) => ({ ...item, name: `/${item.name}` })) },
  {
    name: 'a global PAX header and PAX paths',
    items: [
      paxItem({ comment: 'x' }, 'g'),
      ...dockerSave(image).flatMap((item) => [paxItem({ path: item.name }), { ...item, name: 'short' }]),
    ],
  },
  { name: 'metadata first', items: [...dockerSave(image)].reverse() },
  {
    name: 'files of macOS between',
    items: dockerSave(image).flatMap((item) => [{ name: `._${item.name.replaceAll('/', '')}`, data: 'x' }, item]),
  },
  {
    name: 'one image listed once per tag in manifest.json',
    items: [
      ...without(dockerSave(image), 'manifest.json'),
      ...[dockerSave(image)].flatMap((items) => {
        const data = String(items.find(({ name }) => name === 'manifest.json')?.data);
        return [{ name: 'manifest.json', data: `${data.slice(0, -1)},${data.slice(1).replace('app:v1', 'app:v2')}` }];
      }),
    ],
    names: ['app:v1', 'app:v2'],
  },
];

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
