import { SwrctlError } from '../errors.ts';
import type { ContentNode, ImageNode, IndexChild, IndexNode, LayerNode } from '../model/content.ts';
import type { Descriptor } from '../model/descriptor.ts';
import { imagesOf } from '../model/images-of.ts';
import { isAttestation } from '../model/manifest.ts';
import { formatPlatform, isUnknownPlatform, matchesPlatform, type Platform } from '../model/platform.ts';

/** Every entry of the indexes below a node that is no manifest. */
export function blobsOf(node: ContentNode): LayerNode[] {
  const seen = new Set<ContentNode>();
  const visit = (current: ContentNode): LayerNode[] => {
    if (current.kind === 'image' || seen.has(current)) return [];
    seen.add(current);
    return current.children.flatMap(({ node: child, blob }) => [
      ...(blob ? [blob] : []),
      ...(child ? visit(child) : []),
    ]);
  };
  return visit(node);
}

/** True when there is something to run in it; else it is an artifact, or an index of artifacts. */
export function holdsContainers(node: ContentNode): boolean {
  return imagesOf(node).some(({ config }) => config.image !== undefined);
}

/** The platform of an index entry, from the entry or else from the image's own config. */
export function platformOfChild({ descriptor, node }: IndexChild): Platform | undefined {
  const { platform } = descriptor;
  return platform && !isUnknownPlatform(platform) ? platform : node?.kind === 'image' ? node.platform : undefined;
}

/** For `ContentSource.load`: only index entries of one of these platforms (or of no stated platform) are read. */
export function selectPlatforms(wanted: readonly Platform[]): (child: Descriptor) => boolean {
  return (child) => {
    const { platform } = child;
    if (isAttestation(child)) return false;
    return platform === undefined || wanted.some((one) => matchesPlatform(platform, one));
  };
}

function noSuchPlatform(wanted: readonly Platform[], available: readonly string[]): SwrctlError {
  const names = wanted.map(formatPlatform).join(', ');
  return available.length === 0
    ? new SwrctlError('IMAGE_AMBIGUOUS', `There is no image for ${names}: the source names no platforms`, {
        hint: 'Leave --platform out',
      })
    : new SwrctlError('IMAGE_AMBIGUOUS', `There is no image for ${names}`, {
        hint: `Choose with --platform: ${available.join(', ')}`,
      });
}

/** What can be chosen from by `--platform`. */
export function availablePlatforms(node: ContentNode): string[] {
  const children = node.kind === 'index' ? node.children : [];
  const platforms = children.filter(({ isAttestation: isExtra }) => !isExtra).map(platformOfChild);
  return [...new Set(platforms.filter((platform) => platform !== undefined).map(formatPlatform))];
}

/**
 * The one image for a platform. A source with a single image gives that one, whatever its platform, unless `isStrict`.
 *
 * @throws {SwrctlError} IMAGE_AMBIGUOUS listing the platforms there are.
 */
export function selectImage(node: ContentNode, wanted: Platform, isStrict: boolean): ImageNode {
  const fits = (image: ImageNode) => image.platform === undefined || matchesPlatform(image.platform, wanted);
  if (node.kind === 'image') {
    if (!isStrict || fits(node)) return node;
    throw noSuchPlatform([wanted], node.platform ? [formatPlatform(node.platform)] : []);
  }
  const found = node.children.find((child) => {
    const platform = platformOfChild(child);
    return !child.isAttestation && child.node && platform !== undefined && matchesPlatform(platform, wanted);
  });
  if (found?.node) return selectImage(found.node, wanted, false);
  throw noSuchPlatform([wanted], availablePlatforms(node));
}

/**
 * Cuts an index down to some platforms, keeping its bytes when nothing was cut.
 *
 * @throws {SwrctlError} IMAGE_AMBIGUOUS when one of them is missing.
 */
export function narrowToPlatforms(node: ContentNode, wanted: readonly Platform[]): ContentNode {
  if (wanted.length === 0) return node;
  const [first, ...others] = wanted;
  if (first !== undefined && others.length === 0) return selectImage(node, first, true);
  if (node.kind === 'image')
    return selectImage(
      node,
      wanted.find((one) => matchesNode(node, one)) ?? first ?? { os: '', architecture: '' },
      true,
    );
  for (const one of wanted) selectImage(node, one, true);
  const children = node.children.filter((child) => {
    const platform = platformOfChild(child);
    return platform !== undefined && wanted.some((one) => matchesPlatform(platform, one));
  });
  return { ...node, children } satisfies IndexNode;
}

function matchesNode({ platform }: ImageNode, wanted: Platform): boolean {
  return platform !== undefined && matchesPlatform(platform, wanted);
}
