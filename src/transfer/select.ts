import { SwrctlError } from '../base/errors.ts';
import type { ContentNode, ImageNode, IndexChild, IndexNode, LayerNode, LoadOptions } from '../model/content.ts';
import { imagesOf } from '../model/images-of.ts';
import { isAttestation } from '../model/manifest.ts';
import { bestMatches, isSamePlatform, matchesPlatform, type Offer, type Reach } from '../model/platform-match.ts';
import { formatPlatform, isUnknownPlatform, normalizePlatform, type Platform } from '../model/platform.ts';

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

/** The platform of an index entry: what the entry says, and the version from the image's own config where it has none. */
export function platformOfChild({ descriptor, node }: IndexChild): Platform | undefined {
  const own = node?.kind === 'image' ? node.platform : undefined;
  const said = isUnknownPlatform(descriptor.platform) ? undefined : descriptor.platform;
  if (said === undefined || own?.osVersion === undefined || said.osVersion !== undefined) return said ?? own;
  return isSamePlatform(said, own) ? { ...said, osVersion: own.osVersion } : said;
}

/**
 * For `ContentSource.load`: of an index only what could be chosen for one of these platforms is read, and the entries
 * that state no platform.
 */
export function selectPlatforms(wanted: readonly Platform[]): NonNullable<LoadOptions['select']> {
  return (children) => {
    const images = children.filter((child) => !isAttestation(child));
    const offers = images.flatMap((child) => (child.platform ? [{ platform: child.platform, child }] : []));
    const chosen = wanted.flatMap((one) => bestMatches(offers, one, 'machine').map(({ child }) => child));
    return images.filter((child) => child.platform === undefined || chosen.includes(child));
  };
}

export interface SelectOptions {
  /**
   * True when a person asked for the platform: then even a single image has to be for it, and nothing of another
   * architecture stands in.
   */
  readonly isStrict: boolean;
  /** Told when the image is for another platform that runs there, too. */
  readonly note?: (text: string) => void;
}

const reachOf = ({ isStrict }: SelectOptions): Reach => (isStrict ? 'architecture' : 'machine');

/** An image that can be chosen from an index, and the entry of the index through which. */
interface ImageOffer extends Offer {
  readonly node: ContentNode | undefined;
  readonly child: IndexChild;
}

/** An index within an index that states no platform offers what is in it, once, however many entries lead there. */
function offersOf(index: IndexNode, seen = new Set<IndexNode>()): ImageOffer[] {
  if (seen.has(index)) return [];
  seen.add(index);
  return index.children.flatMap((child) => {
    if (child.isAttestation || child.blob !== undefined) return [];
    const platform = platformOfChild(child);
    if (platform !== undefined) return [{ platform, node: child.node, child }];
    return child.node?.kind === 'index' ? offersOf(child.node, seen).map((offer) => ({ ...offer, child })) : [];
  });
}

/** What can be chosen from by `--platform`. */
export function availablePlatforms(node: ContentNode): string[] {
  return node.kind === 'index' ? namesOf(offersOf(node)) : [];
}

/** @throws {SwrctlError} IMAGE_AMBIGUOUS when nothing fits, or several images do that differ in their version. */
function chooseOffer(index: IndexNode, wanted: Platform, options: SelectOptions): ImageOffer {
  const offers = offersOf(index);
  const found = bestMatches(offers, wanted, reachOf(options));
  const [first] = found;
  if (first === undefined) throw noSuchPlatform(wanted, offers);
  if (namesOf(found).length > 1) {
    const message = `${namesOf(found).length} images are for ${formatPlatform(wanted)}`;
    throw new SwrctlError('IMAGE_AMBIGUOUS', message, { hint: `Choose with --platform: ${choices(found)}` });
  }
  return found.find(({ node }) => node !== undefined) ?? first;
}

const namesOf = (offers: readonly Offer[]): string[] => [
  ...new Set(offers.map(({ platform }) => formatPlatform(normalizePlatform(platform)))),
];

/** What can be typed as it stands here: a shell must not see the parentheses around a version. */
function choices(offers: readonly Offer[]): string {
  const names = [...new Set(offers.map(({ platform }) => formatPlatform(platform)))];
  return names.map((name) => (name.includes('(') ? `'${name}'` : name)).join(', ');
}

function noSuchPlatform(wanted: Platform, offers: readonly Offer[]): SwrctlError {
  const message = `There is no image for ${formatPlatform(wanted)}`;
  return offers.length > 0
    ? new SwrctlError('IMAGE_AMBIGUOUS', message, { hint: `Choose with --platform: ${choices(offers)}` })
    : new SwrctlError('IMAGE_AMBIGUOUS', `${message}: the source names no platforms`, {
        hint: 'Leave --platform out',
      });
}

/**
 * The one image for a platform. A source with a single image gives that one, whatever its platform, unless `isStrict`.
 *
 * @throws {SwrctlError} IMAGE_AMBIGUOUS listing the platforms there are; SOURCE_INVALID when the source does not hold it.
 */
export function selectImage(node: ContentNode, wanted: Platform, options: SelectOptions): ImageNode {
  if (node.kind === 'image') {
    const { platform } = node;
    if (!options.isStrict || platform === undefined) return node;
    if (!matchesPlatform(platform, wanted, 'architecture')) throw noSuchPlatform(wanted, [{ platform }]);
    noteOther(platform, wanted, options);
    return node;
  }
  const offer = chooseOffer(node, wanted, options);
  if (offer.node === undefined) {
    throw new SwrctlError(
      'SOURCE_INVALID',
      `The source does not hold the image for ${formatPlatform(offer.platform)}`,
      {
        hint: 'Choose another one with --platform, or save the image again for this one',
      },
    );
  }
  if (offer.node.kind === 'index') return selectImage(offer.node, wanted, options);
  noteOther(offer.platform, wanted, options);
  return offer.node;
}

function noteOther(taken: Platform, wanted: Platform, { note }: SelectOptions): void {
  if (isSamePlatform(taken, wanted)) return;
  note?.(`There is no image for ${formatPlatform(wanted)}; this is the one for ${formatPlatform(taken)}`);
}

/**
 * Cuts an index down to some platforms, keeping its bytes when nothing was cut. A single image has to be for one of them.
 *
 * @throws {SwrctlError} IMAGE_AMBIGUOUS when one of them is missing.
 */
export function narrowToPlatforms(
  node: ContentNode,
  wanted: readonly Platform[],
  note?: SelectOptions['note'],
): ContentNode {
  const options = { isStrict: true, ...(note ? { note } : {}) };
  const [first, ...others] = wanted;
  if (first === undefined) return node;
  if (node.kind === 'image') {
    const fitting = wanted.find((one) => node.platform && matchesPlatform(node.platform, one, 'architecture'));
    return selectImage(node, fitting ?? first, options);
  }
  if (others.length === 0) return selectImage(node, first, options);
  for (const one of wanted) selectImage(node, one, options);
  const chosen = new Set(wanted.map((one) => chooseOffer(node, one, options).child));
  return { ...node, children: node.children.filter((child) => chosen.has(child)) };
}
