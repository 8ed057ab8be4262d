import { hasCode } from '../errors.ts';
import type { ContentNode } from '../model/content.ts';
import type { Descriptor } from '../model/descriptor.ts';
import { hexOf, type Digest } from '../model/digest.ts';
import { isAttestation } from '../model/manifest.ts';
import { formatPlatform, normalizePlatform } from '../model/platform.ts';
import type { ArchiveImage } from './archive-image.ts';
import { configHex, loadSavedImage, readSavedImages, type SavedImage } from './docker-archive.ts';
import type { Entries } from './entries.ts';
import { invalidSource } from './invalid-source.ts';
import { createGraphReader, loadRootIndex, type Holding } from './oci-graph.ts';
import { isOciLayout, layoutNames, readLayoutIndex, type LayoutIndex, type LayoutNames } from './oci-layout.ts';
import { sameName } from './select.ts';

export interface Listing {
  readonly images: readonly ArchiveImage[];
  readonly notes: readonly string[];
}

/**
 * Finds the images of an archive. Where it describes them twice, as OCI layout and in `manifest.json` (Docker 25 and
 * later, containerd, buildx), the OCI side is taken for every image that is whole there, `manifest.json` for the
 * others.
 *
 * @throws {SwrctlError} SOURCE_INVALID when there is none.
 */
export async function listImages(entries: Entries): Promise<Listing> {
  const saved = await readSavedImages(entries);
  const layout = (await isOciLayout(entries)) ? await surveyLayout(entries, saved !== undefined) : undefined;
  const listing = merge(entries, layout?.images ?? [], saved ?? []);
  if (listing.images.length === 0) throw invalidSource('the archive lists no image');
  return { images: listing.images, notes: [...(layout?.notes ?? []), ...listing.notes] };
}

interface LayoutImage extends LayoutNames {
  readonly holding: Holding;
}

interface Survey {
  readonly images: readonly LayoutImage[];
  readonly notes: readonly string[];
}

/** A damaged `index.json` is only a note when `manifest.json` can stand in. */
async function surveyLayout(entries: Entries, hasManifest: boolean): Promise<Survey> {
  try {
    return await surveyIndex(entries, await readLayoutIndex(entries));
  } catch (error) {
    if (!hasManifest || !hasCode(error, 'SOURCE_INVALID')) throw error;
    return { images: [], notes: [`index.json is not used: ${error.message}`] };
  }
}

async function surveyIndex(entries: Entries, index: LayoutIndex): Promise<Survey> {
  const load = createGraphReader(entries);
  const roots = index.manifests.filter((descriptor) => !isAttestation(descriptor));
  if (isOneImage(roots)) {
    const holding = await loadRootIndex(index.bytes, load);
    return { images: [{ ...layoutNames(roots[0]?.annotations), holding }], notes: [] };
  }
  const images: LayoutImage[] = [];
  for (const [descriptor, ...others] of groupBy(roots, ({ digest }) => digest)) {
    if (descriptor === undefined) continue;
    images.push({ ...allNames([descriptor, ...others]), holding: await load(descriptor) });
  }
  const dropped = index.manifests.length - roots.length;
  return { images, notes: dropped === 0 ? [] : [`${dropped} attestation(s) in index.json are left out`] };
}

/** True when `index.json` lists the platforms of one image: several, all different, no two names. */
function isOneImage(roots: readonly Descriptor[]): boolean {
  const platforms = new Set(roots.map(({ platform }) => (platform ? formatPlatform(normalizePlatform(platform)) : '')));
  const names = new Set(roots.map(({ annotations }) => JSON.stringify(layoutNames(annotations))));
  return roots.length > 1 && platforms.size === roots.length && !platforms.has('') && names.size === 1;
}

function allNames(descriptors: readonly Descriptor[]): LayoutNames {
  const each = descriptors.map(({ annotations }) => layoutNames(annotations));
  const names = new Set(each.flatMap((one) => one.names));
  const bareTags = new Set(each.flatMap((one) => one.bareTags));
  return { names: [...names], bareTags: [...bareTags] };
}

/** Puts both descriptions together, so that each image is there once, under the names that `manifest.json` gives it. */
function merge(entries: Entries, layout: readonly LayoutImage[], saved: readonly SavedImage[]): Listing {
  const whole = layout.filter(({ holding }) => holding.state === 'whole');
  const broken = layout.filter(({ holding }) => holding.state !== 'whole');
  const paired = whole.map((image) => ({ image, twins: saved.filter((entry) => isTwin(image, entry)) }));
  const twins = new Set(paired.flatMap((pair) => pair.twins));
  const single = groupSaved(saved.filter((entry) => !twins.has(entry)));
  const kept = broken.filter((image) => !isCovered(image, single, whole.length > 0));
  return {
    images: [
      ...paired.map(({ image, twins: entriesOfImage }) => fromLayout(image, entriesOfImage)),
      ...single.map((entry) => fromSaved(entries, entry)),
      ...kept.map((image) => fromLayout(image, [])),
    ],
    notes: [
      ...whole.flatMap(({ holding }) => (holding.state === 'whole' ? holding.notes : [])),
      ...broken
        .filter((image) => !kept.includes(image))
        .map(({ holding }) => `an entry of index.json is not used: ${problemOf(holding)}`),
    ],
  };
}

/**
 * True when a broken entry of `index.json` need not be shown: `manifest.json` has the image, or it is one of several
 * and simply absent. A damaged image that nothing stands in for stays, and fails when it is loaded.
 */
function isCovered({ names, holding }: LayoutImage, saved: readonly SavedImage[], othersAreWhole: boolean): boolean {
  const hasStandIn = saved.some(({ repoTags }) =>
    names.length === 0 ? true : repoTags.some((tag) => names.some((name) => sameName(name, tag))),
  );
  return hasStandIn || (holding.state === 'absent' && (othersAreWhole || saved.length > 0));
}

/** True when a `manifest.json` entry means an image of the layout: by its config, else by its name. */
function isTwin({ holding, names }: LayoutImage, saved: SavedImage): boolean {
  const hex = configHex(saved.config);
  if (hex !== undefined && holding.state === 'whole') return configsOf(holding.node).some((own) => hexOf(own) === hex);
  return saved.repoTags.some((tag) => names.some((name) => sameName(name, tag)));
}

function configsOf(node: ContentNode): readonly Digest[] {
  if (node.kind === 'image') return [node.config.descriptor.digest];
  return node.children.flatMap((child) => (child.node === undefined ? [] : configsOf(child.node)));
}

/** One image that is listed once per tag becomes one entry with several tags. */
function groupSaved(saved: readonly SavedImage[]): readonly SavedImage[] {
  const groups = groupBy(saved, ({ config, layers }) => JSON.stringify([config, layers]));
  return groups.flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    return [{ ...first, repoTags: [...new Set([first, ...others].flatMap(({ repoTags }) => repoTags))] }];
  });
}

function fromSaved(entries: Entries, saved: SavedImage): ArchiveImage {
  return { names: saved.repoTags, bareTags: [], load: () => loadSavedImage(entries, saved) };
}

function fromLayout({ names, bareTags, holding }: LayoutImage, twins: readonly SavedImage[]): ArchiveImage {
  const tags = [...new Set(twins.flatMap(({ repoTags }) => repoTags))];
  const others = names.filter((name) => !tags.some((tag) => sameName(tag, name)));
  return {
    names: [...tags, ...others],
    bareTags: bareTags.filter((bare) => !tags.some((tag) => tag.endsWith(`:${bare}`))),
    load: () => (holding.state === 'whole' ? Promise.resolve(holding.node) : Promise.reject(errorOf(holding))),
  };
}

function errorOf(holding: Exclude<Holding, { state: 'whole' }>): Error {
  return holding.state === 'damaged' ? holding.error : invalidSource(holding.reason);
}

function problemOf(holding: Holding): string {
  if (holding.state === 'whole') return '';
  return holding.state === 'damaged' ? holding.error.message : holding.reason;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()];
}
