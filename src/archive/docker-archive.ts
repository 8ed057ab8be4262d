import { array, mapOf, object, optional, parseJson, string, withDefault } from '../decode.ts';
import type { ConfigNode, ImageNode, LayerNode } from '../model/content.ts';
import { decodeDescriptor, type Descriptor } from '../model/descriptor.ts';
import { digestOf, hexOf, type Digest } from '../model/digest.ts';
import { MAX_CONFIG_SIZE, parseImageConfig } from '../model/image-config.ts';
import { MAX_MANIFEST_SIZE } from '../model/manifest.ts';
import { DOCKER, claimedCompression, layerType } from '../model/media-type.ts';
import { findNeeded, readWhole, type Entries } from './entries.ts';
import { decodeSource, invalidSource } from './invalid-source.ts';
import { layerCompression } from './layer-compression.ts';

export const DOCKER_MANIFEST = 'manifest.json';

/** Most images in one archive. */
const MAX_IMAGES = 10_000;

/** One image in `manifest.json`. Source: moby image/tarexport, "manifestItem". */
export interface SavedImage {
  /** Entry of the config. */
  readonly config: string;
  /** Entries of the layers, first layer first. */
  readonly layers: readonly string[];
  /** Names as written; empty when the image was saved by id. */
  readonly repoTags: readonly string[];
  /** Foreign layers of Windows images, which need not be in the archive, by diffID. */
  readonly layerSources: ReadonlyMap<string, Descriptor>;
}

const NO_SOURCES: ReadonlyMap<string, Descriptor> = new Map();

const decodeSavedImages = array(
  object({
    Config: string,
    Layers: withDefault(array(string), []),
    RepoTags: optional(array(string)),
    LayerSources: optional(mapOf(decodeDescriptor)),
  }),
);

/**
 * Reads `manifest.json`.
 *
 * @returns undefined when the archive has none.
 * @throws {SwrctlError} SOURCE_INVALID
 */
export async function readSavedImages(entries: Entries): Promise<readonly SavedImage[] | undefined> {
  const entry = await entries.find(DOCKER_MANIFEST);
  if (entry === undefined) return undefined;
  const bytes = await readWhole(entry, MAX_MANIFEST_SIZE);
  const wire = decodeSource(() =>
    decodeSavedImages(parseJson(bytes.toString('utf8'), DOCKER_MANIFEST), DOCKER_MANIFEST),
  );
  if (wire.length > MAX_IMAGES) throw invalidSource(`${DOCKER_MANIFEST} lists more than ${MAX_IMAGES} images`);
  return wire.map((item) => ({
    config: item.Config,
    layers: item.Layers,
    repoTags: item.RepoTags ?? [],
    layerSources: item.LayerSources ?? NO_SOURCES,
  }));
}

/**
 * Reads the config of one saved image and looks at its layers.
 *
 * @throws {SwrctlError} SOURCE_INVALID naming the entry that is missing, altered or does not fit.
 */
export async function loadSavedImage(entries: Entries, saved: SavedImage): Promise<ImageNode> {
  const config = await loadConfig(entries, saved.config);
  const { diffIDs, platform } = config.image;
  if (saved.layers.length !== diffIDs.length) {
    throw invalidSource(
      `${DOCKER_MANIFEST} lists ${saved.layers.length} layers, but the config ${saved.config} has ${diffIDs.length}`,
    );
  }
  const pairs = diffIDs.map((diffID, index) => ({ diffID, name: saved.layers[index] ?? '' }));
  const layers: LayerNode[] = [];
  for (const { diffID, name } of pairs) layers.push(await loadLayer(entries, name, diffID, saved));
  return { kind: 'image', family: 'docker', config, layers, platform };
}

async function loadConfig(entries: Entries, name: string): Promise<ConfigNode & Required<Pick<ConfigNode, 'image'>>> {
  const entry = await findNeeded(entries, name, DOCKER_MANIFEST);
  const bytes = await readWhole(entry, MAX_CONFIG_SIZE);
  const digest = digestOf(bytes);
  const claimed = configHex(name);
  if (claimed !== undefined && claimed !== hexOf(digest)) {
    throw invalidSource(`the config ${name} was altered: its digest is ${digest}`);
  }
  const image = decodeSource(() => parseImageConfig(bytes, name));
  return { descriptor: { mediaType: DOCKER.config, digest, size: bytes.length }, bytes, image };
}

/** The digest that a config is named by, where it is: `<hex>.json`, `sha256:<hex>`, `blobs/sha256/<hex>`. */
export function configHex(name: string): string | undefined {
  return /(?:^|[/:])([0-9a-f]{64})(?:\.json)?$/.exec(name)?.[1];
}

async function loadLayer(entries: Entries, name: string, diffID: Digest, saved: SavedImage): Promise<LayerNode> {
  const foreign = saved.layerSources.get(diffID);
  if (foreign !== undefined && (await entries.find(name)) === undefined) return foreignLayer(foreign, diffID, name);
  const entry = await findNeeded(entries, name, DOCKER_MANIFEST);
  const compression = await layerCompression(entry);
  return {
    mediaType: layerType('docker', compression),
    compression,
    size: entry.size,
    ...(compression === 'none' ? { digest: diffID } : {}),
    diffID,
    open: entry.open,
    label: name,
  };
}

function foreignLayer(source: Descriptor, diffID: Digest, label: string): LayerNode {
  return {
    ...source,
    compression: claimedCompression(source.mediaType),
    diffID,
    label,
    open: () => Promise.reject(invalidSource(`the foreign layer ${label} is not in the archive`)),
  };
}
