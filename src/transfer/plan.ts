import { counted } from '../base/words.ts';
import { SwrctlError } from '../base/errors.ts';
import type { ContentNode, ImageNode, IndexChild, IndexNode, LayerNode } from '../model/content.ts';
import type { Descriptor } from '../model/descriptor.ts';
import {
  claimedCompression,
  isForeignLayerType,
  isImageLayerType,
  layerType,
  type Compression,
  type MediaTypeFamily,
} from '../model/media-type.ts';
import { formatPlatform } from '../model/platform.ts';
import { artifactType } from './artifact.ts';
import { holdsContainers } from './select.ts';

/** What `--format` says, with `auto` already decided for the destination. */
export type TargetFormat = 'docker' | 'oci' | 'keep';

export interface CopyPolicy {
  readonly format: TargetFormat;
  /** Asked for by the user: applies to gzip layers too. */
  readonly compression?: Compression;
  /** Layers that say they lie elsewhere become layers like any other, without addresses. Default: they stay what they are. */
  readonly ownsLayers?: boolean;
}

export interface PlannedLayer {
  readonly source: LayerNode;
  /** The type that the new manifest gives it. */
  readonly mediaType: string;
  /** How the stored bytes are to be packed. */
  readonly compression: Compression;
  /** True when the stored bytes change. */
  readonly isRecoded: boolean;
}

export interface PlannedImage {
  readonly kind: 'image';
  readonly source: ImageNode;
  readonly family: MediaTypeFamily;
  readonly layers: readonly PlannedLayer[];
  /** True when the manifest goes over byte for byte. */
  readonly isKept: boolean;
}

export interface PlannedIndex {
  readonly kind: 'index';
  readonly source: IndexNode;
  readonly family: MediaTypeFamily;
  readonly children: readonly { readonly descriptor: Descriptor; readonly planned: PlannedNode }[];
  /** Entries that are no manifests. */
  readonly blobs: readonly PlannedLayer[];
  readonly isKept: boolean;
}

export type PlannedNode = PlannedImage | PlannedIndex;

export interface Plan {
  readonly root: PlannedNode;
  /** What is left out or changed, in words for a person. */
  readonly notes: readonly string[];
}

/**
 * Decides what a copy will do, before the first byte. Docker format leaves attestations out and turns an index with
 * one image left into that image; other formats keep what the source has. Source:
 * docs/reference/registry.md#manifest-types.
 *
 * @throws {SwrctlError} SOURCE_INVALID when nothing is left; REFUSED for what the format cannot express.
 */
export function planCopy(node: ContentNode, policy: CopyPolicy): Plan {
  const notes: string[] = [];
  const known = new Map<ContentNode, PlannedNode>();
  // Many entries may lead to one node; it has one plan.
  const planNode = (current: ContentNode): PlannedNode => {
    const planned =
      known.get(current) ??
      (current.kind === 'image' ? planImage(current, policy) : planIndex(current, policy, notes, planNode));
    known.set(current, planned);
    return planned;
  };
  return { root: planNode(node), notes };
}

type PlanNode = (node: ContentNode) => PlannedNode;

function planIndex(node: IndexNode, policy: CopyPolicy, notes: string[], planNode: PlanNode): PlannedNode {
  const wanted = chooseChildren(node, policy, notes);
  const children = wanted.flatMap(({ descriptor, node: child }) =>
    child === undefined ? [] : [{ descriptor, planned: planNode(child) }],
  );
  const blobs = wanted.flatMap(({ blob }) => (blob === undefined ? [] : [asItIs(blob)]));
  const [only] = children;
  if (only === undefined && blobs.length === 0)
    throw new SwrctlError('SOURCE_INVALID', 'The source holds none of the images its index lists');
  if (policy.format === 'docker' && only !== undefined && children.length === 1) return only.planned;
  const isWhole = children.length + blobs.length === node.index.manifests.length;
  const family = policy.format === 'keep' ? familyOfIndex(node) : policy.format;
  const isKept = isWhole && family === familyOfIndex(node) && children.every(({ planned }) => planned.isKept);
  return { kind: 'index', source: node, family, children, blobs, isKept };
}

/** What goes over of an index. Docker types are for container images: attestations and artifacts beside them stay. */
function chooseChildren(node: IndexNode, { format }: CopyPolicy, notes: string[]): readonly IndexChild[] {
  const extras = node.children.filter(({ isAttestation }) => isAttestation);
  const others = node.children.filter(({ isAttestation }) => !isAttestation);
  const [absent, present] = [others.filter(isAbsent), others.filter((child) => !isAbsent(child))];
  const dropsExtras = format === 'docker' || extras.some(isAbsent);
  if (dropsExtras && extras.length > 0) notes.push(`left out ${counted(extras.length, 'attestation')}`);
  if (absent.length > 0) notes.push(`left out what the source does not hold: ${absent.map(nameOf).join(', ')}`);
  const artifacts = format === 'docker' ? present.filter(({ node: child }) => !child || !holdsContainers(child)) : [];
  if (artifacts.length > 0 && artifacts.length === present.length) throw noContainers(node);
  if (artifacts.length > 0) notes.push(`left out what is no container image: ${artifacts.map(nameOf).join(', ')}`);
  return node.children.filter(
    (child) => !isAbsent(child) && !artifacts.includes(child) && !(dropsExtras && child.isAttestation),
  );
}

const isAbsent = ({ node, blob }: IndexChild): boolean => node === undefined && blob === undefined;

function noContainers(node: IndexNode): SwrctlError {
  return new SwrctlError(
    'REFUSED',
    `It holds no container image but ${artifactType(node)}, which Docker types cannot express`,
    { hint: 'Keep its own types with --format keep' },
  );
}

/** Every planned image below a node, each once, however many entries lead to it. */
export function plannedImages(root: PlannedNode): PlannedImage[] {
  const seen = new Set<PlannedNode>();
  const visit = (node: PlannedNode): PlannedImage[] => {
    if (seen.has(node)) return [];
    seen.add(node);
    return node.kind === 'image' ? [node] : node.children.flatMap(({ planned }) => visit(planned));
  };
  return visit(root);
}

/** Every entry of the planned indexes that is no manifest. */
export function plannedBlobs(root: PlannedNode): PlannedLayer[] {
  const seen = new Set<PlannedNode>();
  const visit = (node: PlannedNode): PlannedLayer[] => {
    if (node.kind === 'image' || seen.has(node)) return [];
    seen.add(node);
    return [...node.blobs, ...node.children.flatMap(({ planned }) => visit(planned))];
  };
  return visit(root);
}

function familyOfIndex({ index }: IndexNode): MediaTypeFamily {
  return index.descriptor.mediaType.startsWith('application/vnd.docker.') ? 'docker' : 'oci';
}

function nameOf({ descriptor }: { readonly descriptor: Descriptor }): string {
  return descriptor.platform ? formatPlatform(descriptor.platform) : descriptor.digest;
}

function planImage(node: ImageNode, policy: CopyPolicy): PlannedImage {
  // Artifacts have types of their own, which no conversion may touch.
  const family = policy.format === 'keep' || !node.config.image ? node.family : policy.format;
  const layers = node.layers.map((layer) => planLayer(layer, node, family, policy));
  const isKept =
    node.manifest !== undefined &&
    family === node.family &&
    !node.layers.some((layer) => layer.urls !== undefined && isTakenIn(layer, policy)) &&
    layers.every(({ isRecoded, mediaType, source }) => !isRecoded && mediaType === source.mediaType);
  return { kind: 'image', source: node, family, layers, isKept };
}

function planLayer(layer: LayerNode, node: ImageNode, family: MediaTypeFamily, policy: CopyPolicy): PlannedLayer {
  if (node.config.image === undefined || !isImageLayerType(layer.mediaType)) return asItIs(layer);
  const compression = targetCompression(layer, node, family, policy);
  const isRecoded = compression !== layer.compression;
  // A type that the bytes contradict is corrected, even where nothing else changes.
  const isTrue = claimedCompression(layer.mediaType) === compression;
  const becomesOwn = isTakenIn(layer, policy) && isForeignLayerType(layer.mediaType);
  const keepsType = !isRecoded && isTrue && !becomesOwn && node.manifest !== undefined && family === node.family;
  const mediaType = keepsType ? layer.mediaType : layerType(family, compression);
  return { source: layer, mediaType, compression, isRecoded };
}

/** True for layers that lose what they say about lying elsewhere, if they do. */
function isTakenIn({ isElsewhere }: LayerNode, { ownsLayers }: CopyPolicy): boolean {
  return ownsLayers === true && isElsewhere !== true;
}

function asItIs(layer: LayerNode): PlannedLayer {
  return { source: layer, mediaType: layer.mediaType, compression: layer.compression, isRecoded: false };
}

/** gzip stays as it is unless something else was asked for; zstd needs OCI types. */
function targetCompression(
  layer: LayerNode,
  node: ImageNode,
  family: MediaTypeFamily,
  { format, compression }: CopyPolicy,
): Compression {
  if (compression !== undefined) return compression;
  if (layer.compression === 'zstd') return family === 'docker' ? 'gzip' : 'zstd';
  if (layer.compression === 'none') return format === 'keep' && node.manifest !== undefined ? 'none' : 'gzip';
  return 'gzip';
}
