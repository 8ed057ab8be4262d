import { anyCase, array, mapOf, object, optional, string, withDefault } from '../../base/decode.ts';
import { hasCode } from '../../base/errors.ts';
import type { ConfigNode, ImageNode, LayerNode } from '../../model/content.ts';
import { decodeDescriptor, type Descriptor } from '../../model/descriptor.ts';
import { algorithmOf, digestOf, hexOf, type Digest } from '../../model/digest.ts';
import { MAX_CONFIG_SIZE, parseImageConfig } from '../../model/image-config.ts';
import { MAX_MANIFEST_SIZE } from '../../model/manifest.ts';
import { DOCKER, claimedCompression, layerType } from '../../model/media-type.ts';
import { parseStrictJson } from '../../model/strict-json.ts';
import { findNeeded, readBytes, readWhole, type Entries, type Entry } from '../entries.ts';
import { absentForeignLayer, decodeSource, invalidSource } from '../invalid-source.ts';
import { layerCompression } from './layer-compression.ts';
import { blobDigest } from './oci-layout.ts';

export const DOCKER_MANIFEST = 'manifest.json';

/** Most images in one archive. */
const MAX_IMAGES = 10_000;

/** One image in `manifest.json`. Source: moby, image/tarexport, manifestItem. */
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

/** jib before 2020 wrote the keys in lower case. */
const decodeSavedImages = array(
  anyCase(
    ['Config', 'Layers', 'RepoTags', 'LayerSources'],
    object({
      Config: string,
      Layers: withDefault(array(string), []),
      RepoTags: optional(array(string)),
      LayerSources: optional(
        mapOf(anyCase(['mediaType', 'size', 'digest', 'urls', 'annotations', 'platform'], decodeDescriptor)),
      ),
    }),
  ),
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
  const wire = decodeSource(() => decodeSavedImages(parseStrictJson(bytes, DOCKER_MANIFEST), DOCKER_MANIFEST));
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
  const bytes = await readConfig(await findNeeded(entries, name, DOCKER_MANIFEST), name);
  const image = decodeSource(() => parseImageConfig(bytes, name));
  return { descriptor: { mediaType: DOCKER.config, digest: digestOf(bytes), size: bytes.length }, bytes, image };
}

/** A blob has to be what its name says; elsewhere tools name configs as they like, and docker takes them. */
async function readConfig(entry: Entry, name: string, read = readWhole): Promise<Buffer> {
  const bytes = await read(entry, MAX_CONFIG_SIZE);
  const claimed = blobDigest(entry.name);
  const digest = digestOf(bytes, claimed === undefined ? undefined : algorithmOf(claimed));
  if (claimed === undefined || digest === claimed) return bytes;
  throw invalidSource(`the config ${name} was altered: its digest is ${digest}`);
}

/** The digest that a config is named by, where it is: `<hex>.json`, `sha256:<hex>`, `blobs/sha256/<hex>`. */
function configHex(name: string): string | undefined {
  return /(?:^|[/:])([0-9a-f]{64})(?:\.json)?$/.exec(name)?.[1];
}

/** The config of a saved image: its digest, and whether its file is named by another one. */
export interface SavedConfig {
  readonly digest: Digest;
  readonly isMisnamed: boolean;
}

/**
 * Reads which configs saved images have; each file once, however many images name it.
 *
 * @returns undefined for a config that cannot be read: loading the image says why.
 */
export function createConfigReader(entries: Entries): (saved: SavedImage) => Promise<SavedConfig | undefined> {
  const digests = new Map<string, Promise<Digest>>();
  return async ({ config }) => {
    try {
      const entry = await findNeeded(entries, config, DOCKER_MANIFEST);
      const reading = digests.get(entry.name) ?? readConfig(entry, config, readBytes).then((bytes) => digestOf(bytes));
      digests.set(entry.name, reading);
      const digest = await reading;
      return { digest, isMisnamed: (configHex(config) ?? hexOf(digest)) !== hexOf(digest) };
    } catch (error) {
      if (!hasCode(error, 'SOURCE_INVALID')) throw error;
      return undefined;
    }
  };
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
    isElsewhere: true,
    open: () => Promise.reject(absentForeignLayer(label)),
  };
}
