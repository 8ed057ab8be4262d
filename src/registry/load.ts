import { SwrctlError } from '../base/errors.ts';
import type {
  ConfigNode,
  ContentNode,
  ImageNode,
  IndexChild,
  IndexNode,
  LayerNode,
  LoadOptions,
} from '../model/content.ts';
import type { Descriptor } from '../model/descriptor.ts';
import { isDigestOf, type Digest } from '../model/digest.ts';
import { createGraphBudget, type GraphBudget } from '../model/graph-budget.ts';
import { MAX_CONFIG_SIZE, parseImageConfig } from '../model/image-config.ts';
import { requireKind } from '../model/manifest-meaning.ts';
import { attestationsOf, type ImageIndex, type ImageManifest } from '../model/manifest.ts';
import {
  claimedCompression,
  familyOf,
  isBlobType,
  isContainerImage,
  isIndexType,
  isManifestType,
} from '../model/media-type.ts';
import { downloadBlob } from './download.ts';
import type { RegistryHost } from './host-types.ts';
import { getManifest } from './manifest.ts';

/** A repository on a registry, as far as reading goes. */
export interface RepositoryAddress {
  readonly host: RegistryHost;
  readonly repository: string;
  /** Tries after the first that brought no bytes, per blob. Default 5. */
  readonly retries?: number | undefined;
}

/** For `loadNode`. */
export interface LoadNodeOptions extends LoadOptions {
  /** Manifests that are read at most. Default 1000. */
  readonly maxNodes?: number;
}

/** What one load has read so far, and how much it may still. */
interface Loading {
  readonly address: RepositoryAddress;
  readonly options: LoadOptions;
  readonly budget: GraphBudget;
  /** By digest: each is read once, however many indexes name it. */
  readonly known: Map<Digest, ContentNode>;
}

/**
 * Reads manifests and configs below a tag or digest; layers stay where they are.
 *
 * @throws {SwrctlError} SOURCE_INVALID for more than anybody's image has; CONTENT_MISMATCH, API_SHAPE, NOT_FOUND …
 */
export async function loadNode(
  address: RepositoryAddress,
  key: string,
  { maxNodes, ...options }: LoadNodeOptions = {},
): Promise<ContentNode> {
  const where = `${address.host.host}/${address.repository}`;
  const refuse = (why: string) => new SwrctlError('SOURCE_INVALID', `"${key}" of ${where} is not read: ${why}`);
  return loadKey({ address, options, budget: createGraphBudget(refuse, maxNodes), known: new Map() }, key, 0);
}

async function loadKey(loading: Loading, key: string, depth: number): Promise<ContentNode> {
  const { address, options, budget } = loading;
  budget.enter(depth);
  const manifest = await getManifest({ ...address, key, signal: options.signal });
  budget.hold(manifest.bytes.length);
  return manifest.kind === 'image' ? loadImage(loading, manifest) : loadIndex(loading, manifest, depth);
}

async function loadIndex(loading: Loading, index: ImageIndex, depth: number): Promise<IndexNode> {
  const children: IndexChild[] = [];
  const isAttestation = attestationsOf(index.manifests);
  const wanted = new Set(loading.options.select?.(index.manifests) ?? index.manifests);
  for (const descriptor of index.manifests) {
    if (isBlobType(descriptor.mediaType)) {
      children.push({ descriptor, isAttestation: false, blob: layerNode(loading.address, descriptor) });
      continue;
    }
    const isKnown = isManifestType(descriptor.mediaType) || isIndexType(descriptor.mediaType);
    const isWanted = isKnown && wanted.has(descriptor);
    const node = isWanted ? await loadChild(loading, descriptor, depth + 1) : undefined;
    children.push({ descriptor, isAttestation: isAttestation(descriptor), ...(node ? { node } : {}) });
  }
  return { kind: 'index', index, children };
}

async function loadChild(loading: Loading, descriptor: Descriptor, depth: number): Promise<ContentNode> {
  const { digest } = descriptor;
  const node = loading.known.get(digest) ?? (await loadKey(loading, digest, depth));
  loading.known.set(digest, node);
  requireKind(descriptor, node.kind, digest);
  return node;
}

async function loadImage({ address, options, budget }: Loading, manifest: ImageManifest): Promise<ImageNode> {
  const config = await loadConfig(address, manifest, options, budget);
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
  { config: descriptor, layers }: ImageManifest,
  { signal }: LoadOptions,
  budget: GraphBudget,
): Promise<ConfigNode> {
  const at = `the config ${descriptor.digest} of ${host.host}/${repository}`;
  if (descriptor.size > MAX_CONFIG_SIZE) {
    throw new SwrctlError('SOURCE_INVALID', `${at} has ${descriptor.size} bytes, more than a config may have`);
  }
  budget.hold(descriptor.size);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of (await downloadBlob({
    host,
    repository,
    digest: descriptor.digest,
    size: descriptor.size,
    signal,
    retries,
  })) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > descriptor.size) break;
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  if (size !== descriptor.size || !isDigestOf(descriptor.digest, bytes)) {
    throw new SwrctlError('CONTENT_MISMATCH', `${at} is damaged: its bytes do not match its digest and size`);
  }
  const isImage = isContainerImage(descriptor, layers);
  return { descriptor, bytes, ...(isImage ? { image: parseImageConfig(bytes, at) } : {}) };
}

function layerNode(
  { host, repository, retries }: RepositoryAddress,
  { mediaType, digest, size, annotations, urls }: Descriptor,
  diffID?: LayerNode['diffID'],
): LayerNode {
  return {
    mediaType,
    digest,
    size,
    label: digest,
    compression: claimedCompression(mediaType),
    ...(diffID ? { diffID } : {}),
    ...(annotations ? { annotations } : {}),
    ...(urls ? { urls } : {}),
    open: (offset, signal) => downloadBlob({ host, repository, digest, size, offset, signal, retries }),
  };
}
