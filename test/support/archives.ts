import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { tarOf, type TarItem } from './tar.ts';

/*
 * Image archives as their producers write them, for those that cannot run where the tests run. Nothing here uses the
 * code under test. Source: docs/reference/archives.md#producers.
 */

export const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

/** An image before anybody packed it. */
export interface TestImage {
  readonly config: Buffer;
  /** Uncompressed layer tars, first layer first. */
  readonly layers: readonly Buffer[];
}

/** As a config writes it. */
export interface TestPlatform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly 'os.version'?: string;
}

export interface TestImageOptions {
  /** One layer per text, holding a file with that text. Default: two layers. */
  readonly texts?: readonly string[];
  readonly platform?: TestPlatform;
  readonly env?: readonly string[];
}

export function testImage({ texts = ['one', 'two'], platform, env = [] }: TestImageOptions = {}): TestImage {
  const layers = texts.map((text) => tarOf([{ name: 'file', data: text }]));
  const config = {
    ...(platform ?? { os: 'linux', architecture: 'amd64' }),
    config: { Env: env, Cmd: ['/file'] },
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => `sha256:${sha256(layer)}`) },
    history: texts.map((text) => ({ created_by: `COPY ${text.slice(0, 1000)}` })),
  };
  return { config: Buffer.from(JSON.stringify(config)), layers };
}

export interface SavedItem {
  readonly Config: string;
  readonly RepoTags?: readonly string[] | null;
  readonly Layers: readonly string[];
  readonly [other: string]: unknown;
}

export const json = (name: string, value: unknown): TarItem => ({ name, data: JSON.stringify(value) });

export const savedManifest = (...items: readonly SavedItem[]): TarItem => json('manifest.json', items);

const configJson = ({ config }: TestImage): string => `${sha256(config)}.json`;

/** Docker 1.12 to 24: a folder per layer, a repeated layer as a symbolic link to the first. */
export function dockerSave(image: TestImage, repoTags: readonly string[] | null = ['app:v1']): TarItem[] {
  const folders = image.layers.map((layer, index) => sha256(`${index}${sha256(layer)}`));
  const items = image.layers.flatMap((layer, index): TarItem[] => {
    const first = image.layers.findIndex((other) => other.equals(layer));
    const name = `${folders[index]}/layer.tar`;
    return [
      { name: `${folders[index]}/`, type: '5' },
      { name: `${folders[index]}/VERSION`, data: '1.0' },
      first < index ? { name, type: '2', link: `../${folders[first]}/layer.tar` } : { name, data: layer },
    ];
  });
  const Layers = folders.map((folder) => `${folder}/layer.tar`);
  return [
    ...items,
    { name: configJson(image), data: image.config },
    savedManifest({ Config: configJson(image), RepoTags: repoTags, Layers }),
    json('repositories', { app: { v1: folders.at(-1) } }),
  ];
}

/** The layers of an image under names of the caller's, plain or packed. */
export function flatArchive(
  image: TestImage,
  options: {
    readonly configName?: string;
    readonly layerName: (hex: string) => string;
    readonly pack?: (layer: Buffer) => Buffer;
    readonly repoTags?: readonly string[] | null;
  },
): TarItem[] {
  const { configName = configJson(image), layerName, pack = (layer) => layer, repoTags = ['app:v1'] } = options;
  const packed = image.layers.map(pack);
  const names = packed.map((layer) => layerName(sha256(layer)));
  return [
    { name: configName, data: image.config },
    ...packed.map((layer, index) => ({ name: names[index] ?? '', data: layer })),
    savedManifest({ Config: configName, RepoTags: repoTags, Layers: names }),
  ];
}

/** podman and skopeo: layers by diffID, links to them in v1 folders, metadata at the end. */
export function podmanSave(image: TestImage): TarItem[] {
  const names = image.layers.map((layer) => `${sha256(layer)}.tar`);
  return [
    ...image.layers.map((layer, index) => ({ name: names[index] ?? '', data: layer })),
    { name: configJson(image), data: image.config },
    ...names.map((name) => ({ name: `${sha256(name)}/layer.tar`, type: '2', link: `../${name}` })),
    savedManifest({ Config: configJson(image), RepoTags: ['localhost/app:v1'], Layers: names }),
  ];
}

export interface TestDescriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly platform?: unknown;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Blobs of an OCI layout, collected while descriptors are made. */
export interface Layout {
  readonly items: TarItem[];
  readonly add: (mediaType: string, bytes: Buffer | string, more?: Partial<TestDescriptor>) => TestDescriptor;
}

export function createLayout(): Layout {
  const items: TarItem[] = [];
  return {
    items,
    add: (mediaType, bytes, more = {}) => {
      const hex = sha256(bytes);
      const name = `blobs/sha256/${hex}`;
      if (!items.some((item) => item.name === name)) items.push({ name, data: bytes });
      return { mediaType, digest: `sha256:${hex}`, size: Buffer.from(bytes).length, ...more };
    },
  };
}

const OCI = 'application/vnd.oci.image';

/** Adds an image to a layout; layers are packed with gzip unless `pack` says otherwise. */
export function addImage(
  layout: Layout,
  image: TestImage,
  more: Partial<TestDescriptor> = {},
  pack: 'gzip' | 'none' = 'gzip',
): TestDescriptor {
  const type = pack === 'gzip' ? `${OCI}.layer.v1.tar+gzip` : `${OCI}.layer.v1.tar`;
  const manifest = {
    schemaVersion: 2,
    mediaType: `${OCI}.manifest.v1+json`,
    config: layout.add(`${OCI}.config.v1+json`, image.config),
    layers: image.layers.map((layer) => layout.add(type, pack === 'gzip' ? gzipSync(layer) : layer)),
  };
  return layout.add(`${OCI}.manifest.v1+json`, JSON.stringify(manifest), more);
}

export function addIndex(
  layout: Layout,
  manifests: readonly TestDescriptor[],
  more: Partial<TestDescriptor> = {},
): TestDescriptor {
  const index = { schemaVersion: 2, mediaType: `${OCI}.index.v1+json`, manifests };
  return layout.add(`${OCI}.index.v1+json`, JSON.stringify(index), more);
}

/** What an artifact is made of. Default: an SBOM as oras attaches it, with an empty config. */
export interface ArtifactParts {
  readonly config?: string;
  readonly configType?: string;
  readonly layer?: string | Buffer;
  readonly layerType?: string;
  readonly artifactType?: string;
}

/** Adds an artifact: a manifest with types of its own. */
export function addArtifact(
  layout: Layout,
  parts: ArtifactParts = {},
  more: Partial<TestDescriptor> = {},
): TestDescriptor {
  const { config = '{}', configType = `application/vnd.oci.empty.v1+json`, artifactType } = parts;
  const { layer = '{"spdx":1}', layerType = 'text/spdx+json' } = parts;
  const manifest = {
    schemaVersion: 2,
    mediaType: `${OCI}.manifest.v1+json`,
    ...(artifactType === undefined ? {} : { artifactType }),
    config: layout.add(configType, config),
    layers: [layout.add(layerType, layer)],
  };
  return layout.add(`${OCI}.manifest.v1+json`, JSON.stringify(manifest), more);
}

/** A BuildKit provenance manifest for an image. */
export function addAttestation(layout: Layout, subject: TestDescriptor): TestDescriptor {
  const statement = layout.add('application/vnd.in-toto+json', '{"_type":"https://in-toto.io/Statement/v0.1"}');
  const config = layout.add(
    `${OCI}.config.v1+json`,
    JSON.stringify({
      os: 'unknown',
      architecture: 'unknown',
      rootfs: { type: 'layers', diff_ids: [statement.digest] },
    }),
  );
  const manifest = { schemaVersion: 2, mediaType: `${OCI}.manifest.v1+json`, config, layers: [statement] };
  return layout.add(`${OCI}.manifest.v1+json`, JSON.stringify(manifest), {
    platform: { os: 'unknown', architecture: 'unknown' },
    annotations: {
      'vnd.docker.reference.type': 'attestation-manifest',
      'vnd.docker.reference.digest': subject.digest,
    },
  });
}

/** The two files at the top of a layout. */
export function layoutFiles(manifests: readonly TestDescriptor[]): TarItem[] {
  return [json('index.json', { schemaVersion: 2, manifests }), json('oci-layout', { imageLayoutVersion: '1.0.0' })];
}

/** The annotations that docker, containerd and buildx give an entry of `index.json`. */
export const named = (name: string): Pick<TestDescriptor, 'annotations'> => ({
  annotations: {
    'io.containerd.image.name': name,
    'org.opencontainers.image.ref.name': name.slice(name.lastIndexOf(':') + 1),
  },
});

/** The same items without some, by a part of their name. */
export const without = (items: readonly TarItem[], part: string): TarItem[] =>
  items.filter(({ name }) => !name.includes(part));

/** `manifest.json` beside a layout: it names the blobs. */
export function layoutManifest(image: TestImage, repoTags: readonly string[] | null, pack: 'gzip' | 'none'): TarItem {
  const packed = image.layers.map((layer) => (pack === 'gzip' ? gzipSync(layer) : layer));
  return savedManifest({
    Config: `blobs/sha256/${sha256(image.config)}`,
    RepoTags: repoTags,
    Layers: packed.map((layer) => `blobs/sha256/${sha256(layer)}`),
  });
}
