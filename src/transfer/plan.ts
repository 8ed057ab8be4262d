import { SwrctlError } from '../errors.ts';
import type { ContentNode, ImageNode, IndexNode, LayerNode } from '../model/content.ts';
import type { Descriptor } from '../model/descriptor.ts';
import {
  claimedCompression,
  isImageLayerType,
  layerType,
  type Compression,
  type MediaTypeFamily,
} from '../model/media-type.ts';
import { formatPlatform } from '../model/platform.ts';

/** What `--format` says, with `auto` already decided for the destination. */
export type TargetFormat = 'docker' | 'oci' | 'keep';

export interface CopyPolicy {
  readonly format: TargetFormat;
  /** Asked for by the user: applies to gzip layers too. */
  readonly compression?: Compression;
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
 * one image left into that image (registry-behaviour.md §4); other formats keep what the source has.
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
  const attestations = node.children.filter(({ isAttestation }) => isAttestation);
  const absent = node.children.filter((child) => !child.node && !child.isAttestation);
  const dropsAttestations = policy.format === 'docker' || attestations.some((child) => !child.node);
  if (dropsAttestations && attestations.length > 0) notes.push(`left out ${count(attestations.length, 'attestation')}`);
  if (absent.length > 0) notes.push(`left out what the source does not hold: ${absent.map(nameOf).join(', ')}`);
  const children = node.children.flatMap(({ descriptor, node: child, isAttestation }) =>
    child === undefined || (isAttestation && dropsAttestations) ? [] : [{ descriptor, planned: planNode(child) }],
  );
  const [only] = children;
  if (only === undefined)
    throw new SwrctlError('SOURCE_INVALID', 'The source holds none of the images its index lists');
  if (policy.format === 'docker' && children.length === 1) return only.planned;
  const isWhole = children.length === node.index.manifests.length;
  const family = policy.format === 'keep' ? familyOfIndex(node) : policy.format;
  const isKept = isWhole && family === familyOfIndex(node) && children.every(({ planned }) => planned.isKept);
  return { kind: 'index', source: node, family, children, isKept };
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

function familyOfIndex({ index }: IndexNode): MediaTypeFamily {
  return index.descriptor.mediaType.startsWith('application/vnd.docker.') ? 'docker' : 'oci';
}

function nameOf({ descriptor }: { readonly descriptor: Descriptor }): string {
  return descriptor.platform ? formatPlatform(descriptor.platform) : descriptor.digest;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function planImage(node: ImageNode, policy: CopyPolicy): PlannedImage {
  // Artifacts have types of their own, which no conversion may touch.
  const family = policy.format === 'keep' || !node.config.image ? node.family : policy.format;
  const layers = node.layers.map((layer) => planLayer(layer, node, family, policy));
  const isKept =
    node.manifest !== undefined &&
    family === node.family &&
    layers.every(({ isRecoded, mediaType, source }) => !isRecoded && mediaType === source.mediaType);
  return { kind: 'image', source: node, family, layers, isKept };
}

function planLayer(layer: LayerNode, node: ImageNode, family: MediaTypeFamily, policy: CopyPolicy): PlannedLayer {
  if (!isImageLayerType(layer.mediaType)) {
    return { source: layer, mediaType: layer.mediaType, compression: layer.compression, isRecoded: false };
  }
  const compression = targetCompression(layer, node, family, policy);
  const isRecoded = compression !== layer.compression;
  // A type that the bytes contradict is corrected, even where nothing else changes.
  const isTrue = claimedCompression(layer.mediaType) === compression;
  const keepsType = !isRecoded && isTrue && node.manifest !== undefined && family === node.family;
  const mediaType = keepsType ? layer.mediaType : layerType(family, compression);
  return { source: layer, mediaType, compression, isRecoded };
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
