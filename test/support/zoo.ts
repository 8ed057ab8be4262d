import { gzipSync } from 'node:zlib';
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
} from './archives.ts';
import { paxItem, type TarItem } from './tar.ts';

/*
 * One archive of every producer, for tests that read them and tests that push them. Source:
 * docs/reference/archives.md#producers.
 */

export const image = testImage({ texts: ['one', 'two', 'one'] });
export const arm = testImage({ texts: ['arm'], platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } });
export const second = testImage({ texts: ['one', 'other'] });
export const amd64 = { platform: { os: 'linux', architecture: 'amd64' } };
export const arm64 = { platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } };
export const FULL = 'docker.io/library/app:v1';

export const expected = (of: typeof image, platform = 'linux/amd64') => ({
  config: sha256(of.config),
  diffIDs: of.layers.map((layer) => `sha256:${sha256(layer)}`),
  platform,
});

export function layoutOf(build: (layout: ReturnType<typeof createLayout>) => TarItem[]): TarItem[] {
  const layout = createLayout();
  const files = build(layout);
  return [...layout.items, ...files];
}

export const docker25 = layoutOf((layout) => [
  ...layoutFiles([addImage(layout, image, named(FULL), 'none')]),
  layoutManifest(image, ['app:v1'], 'none'),
  json('repositories', { app: { v1: 'x' } }),
]);

/** `Config`, `RepoTags` and `Layers` as `config`, `repoTags` and `layers`. */
function lowerCaseKeys({ name, data }: TarItem): TarItem {
  return {
    name,
    data: String(data).replace(
      /"([A-Z])(\w+)":/g,
      (_, first: string, rest: string) => `"${first.toLowerCase()}${rest}":`,
    ),
  };
}

/** Only the amd64 part is there; the arm64 manifest is absent, the attestation's blob too. */
export const containerdStore = layoutOf((layout) => {
  const present = addImage(layout, image, amd64);
  const elsewhere = createLayout();
  const absent = [addImage(elsewhere, arm, arm64), addAttestation(elsewhere, present)];
  const index = addIndex(layout, [present, ...absent], named(FULL));
  return [...layoutFiles([index]), layoutManifest(image, ['app:v1'], 'gzip')];
});

export const multiPlatform = layoutOf((layout) => {
  const present = addImage(layout, image, amd64);
  const children = [present, addImage(layout, arm, arm64), addAttestation(layout, present)];
  return layoutFiles([addIndex(layout, children, named(FULL))]);
});

export const GOOD: readonly { name: string; items: TarItem[]; names?: string[]; format?: string; images?: object[] }[] =
  [
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
      items: layoutOf((layout) =>
        layoutFiles([addIndex(layout, [addIndex(layout, [addImage(layout, image, amd64)])])]),
      ),
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
    {
      name: 'jib before 2020: keys of manifest.json in lower case',
      items: dockerSave(image).map((item) => (item.name === 'manifest.json' ? lowerCaseKeys(item) : item)),
    },
    {
      name: 'a config that is named by another digest than its own',
      items: flatArchive(image, { configName: `${sha256('another')}.json`, layerName: (hex) => `${hex}.tar` }),
    },
    {
      name: 'an OCI layout without the file oci-layout',
      items: without(multiPlatform, 'oci-layout'),
      names: [FULL],
      format: 'oci-archive',
      images: [expected(image), expected(arm, 'linux/arm64/v8')],
    },
    {
      name: 'oras cp --to-oci-layout: the children of an index at the top level too',
      items: layoutOf((layout) => {
        const children = [addImage(layout, image, amd64), addImage(layout, arm, arm64)];
        const ref = { annotations: { 'org.opencontainers.image.ref.name': FULL } };
        return layoutFiles([addIndex(layout, children, ref), ...children]);
      }),
      names: [FULL],
      format: 'oci-archive',
      images: [expected(image), expected(arm, 'linux/arm64/v8')],
    },
    { name: 'names with ./', items: dockerSave(image).map((item) => ({ ...item, name: `./${item.name}` })) },
    {
      name: 'names with a leading slash',
      items: dockerSave(image).map((item) => ({ ...item, name: `/${item.name}` })),
    },
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
