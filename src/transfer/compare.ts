import { hasCode } from '../base/errors.ts';
import type { ContentNode, ImageNode, LayerNode } from '../model/content.ts';
import type { Digest } from '../model/digest.ts';
import { compareImages, type ComparedImage, type Difference } from '../model/image-diff.ts';
import { imagesOf } from '../model/images-of.ts';
import { isImageLayerType } from '../model/media-type.ts';
import { formatPlatform, normalizePlatform } from '../model/platform.ts';
import { computeDiffID } from './diff-id.ts';
import { blobsOf } from './select.ts';

/** A difference and the platform that it was found in; null where an image has none. */
export interface PlatformDifference extends Difference {
  readonly platform: string | null;
}

export interface Comparison {
  readonly differences: readonly PlatformDifference[];
  /** True when manifests and stored layers are the same too, as far as both sources have them. */
  readonly isPackedAlike: boolean;
}

/**
 * Compares what two sources hold, platform by platform. Layers stay unread where their diffIDs are known.
 *
 * @throws {SwrctlError} SOURCE_INVALID, NETWORK … when a layer of unknown diffID cannot be read.
 */
export async function compareNodes(a: ContentNode, b: ContentNode, signal?: AbortSignal): Promise<Comparison> {
  const pairs = pairImages(imagesOf(a), imagesOf(b));
  const differences: PlatformDifference[] = [];
  const identities: Identities = new Map();
  for (const { platform, left, right } of pairs) {
    const found =
      left && right
        ? compareImages(await compared(left, identities, signal), await compared(right, identities, signal))
        : [onlyIn(left, right, platform)];
    differences.push(...found.map((difference) => ({ ...difference, platform })));
  }
  differences.push(...compareBlobs(blobsOf(a), blobsOf(b)));
  const isPackedAlike = sameDigest(a, b) && pairs.every(({ left, right }) => left && right && packsAlike(left, right));
  return { differences, isPackedAlike };
}

/** What indexes hold beside manifests: there or not. */
function compareBlobs(a: readonly LayerNode[], b: readonly LayerNode[]): PlatformDifference[] {
  const [digestsA, digestsB] = [new Set(a.map(({ digest }) => digest)), new Set(b.map(({ digest }) => digest))];
  const row = (change: 'added' | 'removed', { digest, label, size }: LayerNode): PlatformDifference => ({
    field: 'blob',
    change,
    platform: null,
    a: null,
    b: null,
    sizeA: null,
    sizeB: null,
    ...(change === 'added' ? { b: digest ?? label, sizeB: size } : { a: digest ?? label, sizeA: size }),
  });
  return [
    ...a.filter(({ digest }) => !digestsB.has(digest)).map((blob) => row('removed', blob)),
    ...b.filter(({ digest }) => !digestsA.has(digest)).map((blob) => row('added', blob)),
  ];
}

interface ImagePair {
  readonly platform: string | null;
  readonly left: ImageNode | undefined;
  readonly right: ImageNode | undefined;
}

/** Two single images are a pair whatever they run on; of several, those of the same platform are. */
function pairImages(a: readonly ImageNode[], b: readonly ImageNode[]): ImagePair[] {
  const [left, right] = [a[0], b[0]];
  if (left && right && a.length === 1 && b.length === 1) return [{ platform: platformName(right), left, right }];
  const [byNameA, byNameB] = [byPlatform(a), byPlatform(b)];
  return [...new Set([...byNameA.keys(), ...byNameB.keys()])].map((platform) => ({
    platform,
    left: byNameA.get(platform),
    right: byNameB.get(platform),
  }));
}

function platformName({ platform }: ImageNode): string | null {
  return platform ? formatPlatform(normalizePlatform(platform)) : null;
}

/** What is the same in all that a platform says is counted. */
function byPlatform(images: readonly ImageNode[]): Map<string, ImageNode> {
  const named = new Map<string, ImageNode>();
  for (const image of images) {
    const name = platformName(image) ?? 'no platform';
    let key = name;
    for (let count = 2; named.has(key); count += 1) key = `${name} #${count}`;
    named.set(key, image);
  }
  return named;
}

function onlyIn(left: ImageNode | undefined, right: ImageNode | undefined, platform: string | null): Difference {
  return {
    field: 'image',
    change: left ? 'removed' : 'added',
    a: left ? platform : null,
    b: right ? platform : null,
    sizeA: left ? storedSize(left) : null,
    sizeB: right ? storedSize(right) : null,
  };
}

function storedSize({ layers }: ImageNode): number {
  return layers.reduce((sum, { size }) => sum + size, 0);
}

/** What was found by reading, by the digest of the layer: one that is repeated is read once. */
type Identities = Map<string, string>;

async function compared(
  { config, layers }: ImageNode,
  identities: Identities,
  signal?: AbortSignal,
): Promise<ComparedImage> {
  const result = [];
  for (const layer of layers) result.push({ identity: await identityOf(layer, identities, signal), size: layer.size });
  return { config, layers: result };
}

async function identityOf(layer: LayerNode, identities: Identities, signal?: AbortSignal): Promise<string> {
  const { diffID, digest, mediaType } = layer;
  if (diffID !== undefined) return diffID;
  if (digest === undefined) return computeDiffID(layer, signal);
  if (!isImageLayerType(mediaType)) return digest;
  const identity = identities.get(digest) ?? (await unpackedIdentity(layer, digest, signal));
  identities.set(digest, identity);
  return identity;
}

/** Files that oras stores have the type of a layer, and need not unpack. */
async function unpackedIdentity(layer: LayerNode, digest: Digest, signal?: AbortSignal): Promise<string> {
  try {
    return await computeDiffID(layer, signal);
  } catch (error) {
    if (!hasCode(error, 'SOURCE_INVALID')) throw error;
    return digest;
  }
}

function sameDigest(a: ContentNode, b: ContentNode): boolean {
  const [left, right] = [digestOfNode(a), digestOfNode(b)];
  return left === undefined || right === undefined || left === right;
}

/** The digest that names a node; undefined where its source has no manifest for it. */
export function digestOfNode(node: ContentNode): string | undefined {
  return (node.kind === 'index' ? node.index : node.manifest)?.descriptor.digest;
}

function packsAlike(a: ImageNode, b: ImageNode): boolean {
  return (
    sameDigest(a, b) &&
    a.layers.every((layer, index) => {
      const other = b.layers[index];
      return other?.compression === layer.compression && other.size === layer.size;
    })
  );
}
