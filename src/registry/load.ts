import { SwrctlError } from '../errors.ts';
import type { ConfigNode, ContentNode, ImageNode, IndexNode, LayerNode, LoadOptions } from '../model/content.ts';
import type { Descriptor } from '../model/descriptor.ts';
import { digestOf } from '../model/digest.ts';
import { MAX_CONFIG_SIZE, parseImageConfig } from '../model/image-config.ts';
import { isAttestation, type ImageIndex, type ImageManifest } from '../model/manifest.ts';
import { DOCKER, OCI, claimedCompression, familyOf, isIndexType, isManifestType } from '../model/media-type.ts';
import { downloadBlob } from './download.ts';
import type { RegistryHost } from './host.ts';
import { getManifest } from './manifest.ts';

/** A repository on a registry, as far as reading goes. */
export interface RepositoryAddress {
  readonly host: RegistryHost;
  readonly repository: string;
  /** Tries after the first that brought no bytes, per blob. Default 5. */
  readonly retries?: number | undefined;
}

/** An index may hold indexes; deeper than this is a trick. */
const MAX_DEPTH = 4;

/** Reads manifests and configs below a tag or digest; layers stay where they are. */
export async function loadNode(
  address: RepositoryAddress,
  key: string,
  options: LoadOptions = {},
  depth = 0,
): Promise<ContentNode> {
  if (depth > MAX_DEPTH) throw new SwrctlError('SOURCE_INVALID', `${address.repository} nests indexes too deeply`);
  const manifest = await getManifest({ ...address, key, ...(options.signal ? { signal: options.signal } : {}) });
  return manifest.kind === 'image'
    ? loadImage(address, manifest, options)
    : loadIndex(address, manifest, options, depth);
}

async function loadIndex(
  address: RepositoryAddress,
  index: ImageIndex,
  options: LoadOptions,
  depth: number,
): Promise<IndexNode> {
  const wanted = new Set(options.select?.(index.manifests) ?? index.manifests);
  const children = [];
  for (const descriptor of index.manifests) {
    const isKnown = isManifestType(descriptor.mediaType) || isIndexType(descriptor.mediaType);
    const node =
      isKnown && wanted.has(descriptor) ? await loadNode(address, descriptor.digest, options, depth + 1) : undefined;
    children.push({ descriptor, isAttestation: isAttestation(descriptor), ...(node ? { node } : {}) });
  }
  return { kind: 'index', index, children };
}

async function loadImage(
  address: RepositoryAddress,
  manifest: ImageManifest,
  options: LoadOptions,
): Promise<ImageNode> {
  const config = await loadConfig(address, manifest.config, options);
  const diffIDs = config.image?.diffIDs ?? [];
  return {
    kind: 'image',
    manifest,
    family: familyOf(manifest.descriptor.mediaType),
    config,
    layers: manifest.layers.map((layer, index) => layerNode(address, layer, diffIDs[index])),
    ...(config.image ? { platform: config.image.platform } : {}),
  };
}

async function loadConfig(
  { host, repository, retries }: RepositoryAddress,
  descriptor: Descriptor,
  { signal }: LoadOptions,
): Promise<ConfigNode> {
  const at = `the config ${descriptor.digest} of ${host.host}/${repository}`;
  if (descriptor.size > MAX_CONFIG_SIZE) {
    throw new SwrctlError('SOURCE_INVALID', `${at} has ${descriptor.size} bytes, more than a config may have`);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of (await downloadBlob({
    host,
    repository,
    digest: descriptor.digest,
    signal,
    retries,
  })) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > descriptor.size) break;
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  if (
    size !== descriptor.size ||
    digestOf(bytes, descriptor.digest.startsWith('sha512') ? 'sha512' : 'sha256') !== descriptor.digest
  ) {
    throw new SwrctlError('CONTENT_MISMATCH', `${at} is damaged: its bytes do not match its digest and size`);
  }
  const isImage = descriptor.mediaType === DOCKER.config || descriptor.mediaType === OCI.config;
  return { descriptor, bytes, ...(isImage ? { image: parseImageConfig(bytes, at) } : {}) };
}

function layerNode(
  { host, repository, retries }: RepositoryAddress,
  { mediaType, digest, size, annotations, urls }: Descriptor,
  diffID: LayerNode['diffID'],
): LayerNode {
  return {
    ...{ mediaType, digest, size, label: digest },
    compression: claimedCompression(mediaType),
    ...(diffID ? { diffID } : {}),
    ...(annotations ? { annotations } : {}),
    ...(urls ? { urls } : {}),
    open: (offset, signal) => downloadBlob({ host, repository, digest, offset, signal, retries }),
  };
}
