import { hasCode } from '../../base/errors.ts';
import type { ContentNode } from '../../model/content.ts';
import type { Descriptor } from '../../model/descriptor.ts';
import type { Digest } from '../../model/digest.ts';
import { isAttestation } from '../../model/manifest.ts';
import { formatPlatform, normalizePlatform } from '../../model/platform.ts';
import { TwoMeaningsError } from '../../model/strict-json.ts';
import { isDigestName } from './archive-name.ts';
import type { Entries } from '../entries.ts';
import { createGraphReader, loadRootIndex, type Holding } from './oci-graph.ts';
import { layoutNames, readLayoutIndex, type LayoutIndex, type LayoutNames } from './oci-layout.ts';

/** One image that `index.json` lists, once or under several names. */
export interface LayoutImage extends LayoutNames {
  /** Places in `index.json`, from 0. */
  readonly places: readonly number[];
  readonly holding: Holding;
}

/** What can be chosen by its place only: a part of an image that is listed, too, or an attestation. */
export interface LayoutPart {
  readonly places: readonly number[];
  readonly load: () => Promise<Holding>;
}

export interface LayoutSurvey {
  readonly images: readonly LayoutImage[];
  readonly parts: readonly LayoutPart[];
  /** Entries of `index.json`. */
  readonly length: number;
  readonly notes: readonly string[];
}

/** Reads what `index.json` lists. A damaged one is only a note when `manifest.json` can stand in. */
export async function surveyLayout(entries: Entries, hasManifest: boolean): Promise<LayoutSurvey> {
  try {
    return await surveyIndex(entries, await readLayoutIndex(entries));
  } catch (error) {
    if (!hasManifest || !hasCode(error, 'SOURCE_INVALID') || error.cause instanceof TwoMeaningsError) throw error;
    return { images: [], parts: [], length: 0, notes: [`index.json is not used: ${error.message}`] };
  }
}

/** Entries of `index.json` with the same digest, which are one image under several names. */
interface Root extends LayoutNames {
  readonly descriptor: Descriptor;
  readonly places: readonly number[];
}

interface FoundRoot extends Root {
  readonly holding: Holding;
}

type Load = (descriptor: Descriptor) => Promise<Holding>;

async function surveyIndex(entries: Entries, index: LayoutIndex): Promise<LayoutSurvey> {
  const load = createGraphReader(entries);
  const all = groupRoots(index.manifests);
  const others = all.filter(({ descriptor }) => !isAttestation(descriptor));
  // What holds nothing else is there for its attestations.
  const roots = others.length === 0 ? all : others;
  const found: FoundRoot[] = [];
  for (const root of roots) found.push({ ...root, holding: await load(root.descriptor) });
  const images = (await asOneImage(entries, index, found, load)) ?? withoutChildren(found);
  const listed = new Set(images.flatMap(({ places }) => places));
  const parts = all.filter(({ places }) => !places.some((place) => listed.has(place)));
  const dropped = all.length - roots.length;
  return {
    images,
    parts: parts.map(({ descriptor, places }) => ({ places, load: () => load(descriptor) })),
    length: index.manifests.length,
    notes: dropped === 0 ? [] : [`${dropped} attestation(s) in index.json are left out`],
  };
}

function groupRoots(manifests: readonly Descriptor[]): readonly Root[] {
  const roots = new Map<string, Root>();
  for (const [place, descriptor] of manifests.entries()) {
    const { names, bareTags } = layoutNames(descriptor.annotations);
    const known = roots.get(descriptor.digest) ?? { descriptor, places: [], names: [], bareTags: [] };
    roots.set(descriptor.digest, {
      descriptor: known.descriptor,
      places: [...known.places, place],
      names: [...new Set([...known.names, ...names])],
      bareTags: [...new Set([...known.bareTags, ...bareTags])],
    });
  }
  return [...roots.values()];
}

/**
 * The one image whose platforms `index.json` lists: several, all different and whole, no two names. Its place is the
 * first. Where something is missing, nobody knows what else is, and each entry stands for itself.
 */
async function asOneImage(
  entries: Entries,
  { bytes }: LayoutIndex,
  found: readonly FoundRoot[],
  load: Load,
): Promise<readonly LayoutImage[] | undefined> {
  const platforms = new Set(
    found.map(({ descriptor: { platform } }) => (platform ? formatPlatform(normalizePlatform(platform)) : '')),
  );
  const names = new Set(found.map((root) => JSON.stringify([root.names, root.bareTags])));
  const isOne = found.length > 1 && platforms.size === found.length && !platforms.has('') && names.size === 1;
  const [first] = found;
  if (first === undefined || !isOne || !found.every(({ holding }) => holding.state === 'whole')) return undefined;
  return [{ ...first, places: first.places.slice(0, 1), holding: await loadRootIndex(entries, bytes, load) }];
}

/** Leaves out what an index of the same layout names, as oras lists it, unless it has a tag of its own. */
function withoutChildren(found: readonly FoundRoot[]): readonly LayoutImage[] {
  const children = new Set(found.flatMap(({ holding }) => (holding.state === 'whole' ? childrenOf(holding.node) : [])));
  return found.filter(
    ({ descriptor, names, bareTags }) =>
      !children.has(descriptor.digest) || bareTags.length > 0 || names.some((name) => !isDigestName(name)),
  );
}

/** Digests that the indexes below a node name; each index is gone through once. */
function childrenOf(node: ContentNode, seen = new Set<ContentNode>()): readonly Digest[] {
  if (node.kind === 'image' || seen.has(node)) return [];
  seen.add(node);
  return node.children.flatMap(({ descriptor, node: child }) => [
    descriptor.digest,
    ...(child ? childrenOf(child, seen) : []),
  ]);
}
