import { once } from '../../base/once.ts';
import type { ContentNode } from '../../model/content.ts';
import type { Digest } from '../../model/digest.ts';
import { imagesOf } from '../../model/images-of.ts';
import { TwoMeaningsError } from '../../model/strict-json.ts';
import type { ArchiveImage } from './archive-image.ts';
import { canonicalName } from './archive-name.ts';
import {
  createConfigReader,
  loadSavedImage,
  readSavedImages,
  type SavedConfig,
  type SavedImage,
} from './docker-archive.ts';
import type { Entries } from '../entries.ts';
import { invalidSource } from '../invalid-source.ts';
import { surveyLayout, type LayoutImage, type LayoutSurvey } from './layout-survey.ts';
import type { Holding } from './oci-graph.ts';
import { isOciLayout } from './oci-layout.ts';

export interface Listing {
  /** In the order of the source. */
  readonly images: readonly ArchiveImage[];
  readonly parts: readonly ArchiveImage[];
  readonly notes: readonly string[];
}

const NO_LAYOUT: LayoutSurvey = { images: [], parts: [], length: 0, notes: [] };

/**
 * Finds the images of an archive. Where it describes them twice, as OCI layout and in `manifest.json` (Docker 25 and
 * later, containerd, buildx), the OCI side is taken for every image that is whole there, `manifest.json` for the
 * others. What is whole nowhere stays in the list, at its place, and fails when it is loaded.
 *
 * @throws {SwrctlError} SOURCE_INVALID when there is none.
 */
export async function listImages(entries: Entries): Promise<Listing> {
  const saved = await readSavedItems(entries);
  const layout = (await isOciLayout(entries)) ? await surveyLayout(entries, saved.length > 0) : NO_LAYOUT;
  const pairs = pairUp(layout.images, saved);
  const images = [
    ...pairs.map((pair) => fromPair(entries, pair)),
    ...unpaired(pairs, saved).map((group, index) => fromSaved(entries, group, layout.length, index)),
  ];
  if (images.length === 0) throw invalidSource('the archive lists no image');
  const parts = layout.parts.map(({ places, load }): ArchiveImage => ({
    names: [],
    bareTags: [],
    places,
    load: async () => nodeOf(await load()),
  }));
  return { images, parts, notes: [...layout.notes, ...pairs.flatMap(notesOf), ...saved.flatMap(misnamed)] };
}

/** An entry of `manifest.json`. */
interface SavedItem {
  readonly saved: SavedImage;
  /** Its place there, from 0. */
  readonly place: number;
  /** Absent when its config cannot be read. */
  readonly config: SavedConfig | undefined;
}

async function readSavedItems(entries: Entries): Promise<readonly SavedItem[]> {
  const readConfig = createConfigReader(entries);
  const items: SavedItem[] = [];
  for (const [place, saved] of ((await readSavedImages(entries)) ?? []).entries()) {
    items.push({ saved, place, config: await readConfig(saved) });
  }
  return items;
}

/** One image of `manifest.json`, which may list it once per tag. */
interface SavedGroup {
  readonly saved: SavedImage;
  readonly items: SavedItem[];
}

function groupItems(items: readonly SavedItem[]): readonly SavedGroup[] {
  const groups = new Map<string, SavedGroup>();
  for (const item of items) {
    const { saved } = item;
    const key = JSON.stringify([saved.config, saved.layers]);
    const group = groups.get(key) ?? { saved, items: [] };
    group.items.push(item);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** An image of `index.json` and the entries of `manifest.json` that mean it. */
interface Pair {
  readonly image: LayoutImage;
  readonly items: readonly SavedItem[];
}

function pairUp(images: readonly LayoutImage[], saved: readonly SavedItem[]): readonly Pair[] {
  const twinsOf = createTwinFinder(saved);
  const pairs = images.map((image): Pair => ({ image, items: twinsOf(image) }));
  const rest = unpaired(pairs, saved);
  const wrecks = pairs.filter(({ image, items }) => items.length === 0 && isNamelessWreck(image));
  // Nothing but the order is left to tell which is which.
  if (wrecks.length !== rest.length) return pairs;
  return pairs.map((pair) => ({ ...pair, items: rest[wrecks.indexOf(pair)]?.items ?? pair.items }));
}

const isNamelessWreck = ({ holding, names }: LayoutImage): boolean => holding.state !== 'whole' && names.length === 0;

function unpaired(pairs: readonly Pair[], saved: readonly SavedItem[]): readonly SavedGroup[] {
  const paired = new Set(pairs.flatMap(({ items }) => items));
  return groupItems(saved.filter((item) => !paired.has(item)));
}

/**
 * Finds the entries of `manifest.json` that mean an image of the layout: those with its config, of several that have it
 * those with its name, and by the name alone where one of the two cannot be read.
 */
function createTwinFinder(saved: readonly SavedItem[]): (image: LayoutImage) => readonly SavedItem[] {
  const byConfig = indexBy(saved, ({ config }) => (config === undefined ? [] : [config.digest]));
  const byName = indexBy(saved, ({ saved: { repoTags } }) => repoTags.map(canonicalName));
  return ({ holding, names }) => {
    const named = new Set(names.flatMap((name) => byName.get(canonicalName(name)) ?? []));
    if (holding.state !== 'whole') return [...named];
    const alike = new Set(configsOf(holding.node).flatMap((digest) => byConfig.get(digest) ?? []));
    const both = [...alike].filter((item) => named.has(item));
    const unread = [...named].filter(({ config }) => config === undefined);
    return [...(both.length > 0 ? both : alike), ...unread];
  };
}

function indexBy<T>(items: readonly T[], keysOf: (item: T) => readonly string[]): ReadonlyMap<string, readonly T[]> {
  const index = new Map<string, T[]>();
  for (const item of items) {
    for (const key of keysOf(item)) {
      const known = index.get(key);
      if (known === undefined) index.set(key, [item]);
      else known.push(item);
    }
  }
  return index;
}

const configsOf = (node: ContentNode): readonly Digest[] =>
  imagesOf(node).map(({ config }) => config.descriptor.digest);

function fromPair(entries: Entries, { image: { names, bareTags, places, holding }, items }: Pair): ArchiveImage {
  const tags = tagsOf(items);
  // Of two meanings others may take the one that we leave aside.
  const isAmbiguous = holding.state === 'damaged' && holding.error.cause instanceof TwoMeaningsError;
  const standIn = holding.state === 'whole' || isAmbiguous ? undefined : items[0];
  const known = new Set(tags.map(canonicalName));
  const endings = new Set(tags.flatMap((tag) => /:[^:]*$/.exec(tag)?.[0] ?? []));
  return {
    names: [...tags, ...names.filter((name) => !known.has(canonicalName(name)))],
    bareTags: bareTags.filter((bare) => !endings.has(`:${bare}`)),
    places,
    // What is read of an image is held, and held once.
    load: once(async () => (standIn === undefined ? nodeOf(holding) : loadSavedImage(entries, standIn.saved))),
  };
}

/** @param before entries of `index.json`, which come first. @param index among the images that it does not have. */
function fromSaved(entries: Entries, { saved, items }: SavedGroup, before: number, index: number): ArchiveImage {
  return {
    names: tagsOf(items),
    bareTags: [],
    places: before === 0 ? items.map(({ place }) => place) : [before + index],
    load: once(() => loadSavedImage(entries, saved)),
  };
}

function tagsOf(items: readonly SavedItem[]): readonly string[] {
  return [...new Set(items.flatMap(({ saved }) => saved.repoTags))];
}

/** @throws {SwrctlError} SOURCE_INVALID naming what is missing or damaged. */
function nodeOf(holding: Holding): ContentNode {
  if (holding.state === 'whole') return holding.node;
  throw holding.state === 'damaged' ? holding.error : invalidSource(holding.reason);
}

function notesOf({ image: { holding }, items }: Pair): readonly string[] {
  if (holding.state === 'whole') return holding.notes;
  if (items.length === 0) return [];
  const problem = holding.state === 'damaged' ? holding.error.message : holding.reason;
  return [`an entry of index.json is not used: ${problem}`];
}

function misnamed({ saved, config }: SavedItem): readonly string[] {
  if (config?.isMisnamed !== true) return [];
  return [`the config ${saved.config} is named by another digest than its own, which is ${config.digest}`];
}
