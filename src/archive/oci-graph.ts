import { SwrctlError } from '../errors.ts';
import type { ConfigNode, ImageNode, IndexChild, IndexNode, LayerNode } from '../model/content.ts';
import type { Descriptor } from '../model/descriptor.ts';
import { digestOf, algorithmOf, shortHex } from '../model/digest.ts';
import { MAX_CONFIG_SIZE, parseImageConfig } from '../model/image-config.ts';
import {
  MAX_MANIFEST_SIZE,
  attestationsOf,
  parseManifest,
  type ImageIndex,
  type ImageManifest,
} from '../model/manifest.ts';
import { OCI, familyOf, isBlobType, isContainerImage } from '../model/media-type.ts';
import { formatPlatform } from '../model/platform.ts';
import { readWhole, type Entries } from './entries.ts';
import { decodeSource, invalidSource } from './invalid-source.ts';
import { blobName } from './oci-layout.ts';
import { loadLayer } from './oci-layer.ts';

/** What a descriptor leads to in an archive that may hold only a part of its images. */
export type Holding =
  | { readonly state: 'whole'; readonly node: ImageNode | IndexNode; readonly notes: readonly string[] }
  /** Not in the archive, or a part of it is not: legal for children nobody asks for. */
  | { readonly state: 'absent'; readonly reason: string }
  /** There, but not what the descriptor says. */
  | { readonly state: 'damaged'; readonly error: SwrctlError };

/** Thrown inside this file when a blob is not in the archive. */
class Absent extends Error {}

const MAX_DEPTH = 8;

/** Reads the images that layouts hold; each manifest once, however many indexes name it. */
export function createGraphReader(entries: Entries): (descriptor: Descriptor) => Promise<Holding> {
  const seen = new Map<string, Promise<Holding>>();
  const load = (descriptor: Descriptor, depth: number): Promise<Holding> => {
    const known = seen.get(descriptor.digest);
    if (known !== undefined) return known;
    const holding = hold(() => loadNode(entries, descriptor, (child) => load(child, depth + 1), depth));
    seen.set(descriptor.digest, holding);
    return holding;
  };
  return (descriptor) => load(descriptor, 0);
}

async function hold(loading: () => Promise<Holding>): Promise<Holding> {
  try {
    return await loading();
  } catch (error) {
    if (error instanceof Absent) return { state: 'absent', reason: error.message };
    if (error instanceof SwrctlError && error.code === 'SOURCE_INVALID') return { state: 'damaged', error };
    throw error;
  }
}

type LoadChild = (descriptor: Descriptor) => Promise<Holding>;

async function loadNode(entries: Entries, descriptor: Descriptor, child: LoadChild, depth: number): Promise<Holding> {
  if (depth > MAX_DEPTH) throw invalidSource(`the indexes in the archive are nested deeper than ${MAX_DEPTH}`);
  const bytes = await readBlob(entries, descriptor, MAX_MANIFEST_SIZE, 'manifest');
  const name = blobName(descriptor.digest);
  const manifest = decodeSource(() => parseManifest(bytes, descriptor.mediaType, name));
  if (manifest.kind === 'index') return loadIndex(entries, manifest, child);
  return { state: 'whole', node: await loadImage(entries, manifest), notes: [] };
}

/** @throws {Absent} and SOURCE_INVALID when the bytes are not what the descriptor says. */
async function readBlob(entries: Entries, descriptor: Descriptor, limit: number, role: string): Promise<Buffer> {
  const { digest, size } = descriptor;
  const name = blobName(digest);
  const entry = await entries.find(name);
  if (entry === undefined) throw new Absent(`the ${role} ${name} is not in the archive`);
  if (entry.size !== size) throw invalidSource(`the ${role} ${name} has ${entry.size} bytes, not ${size}`);
  const bytes = await readWhole(entry, limit);
  const found = digestOf(bytes, algorithmOf(digest));
  if (found !== digest) throw invalidSource(`the ${role} ${name} was altered: its digest is ${found}`);
  return bytes;
}

async function loadImage(entries: Entries, manifest: ImageManifest): Promise<ImageNode> {
  const config = await loadConfig(entries, manifest);
  const layers = [];
  for (const [position, descriptor] of manifest.layers.entries()) {
    const diffID = config.image?.diffIDs[position];
    layers.push(present(await loadLayer(entries, descriptor, config.image !== undefined, diffID), descriptor));
  }
  const platform = config.image?.platform;
  const family = familyOf(manifest.descriptor.mediaType);
  return { kind: 'image', manifest, family, config, layers, ...(platform ? { platform } : {}) };
}

/** @throws {Absent} */
function present(layer: LayerNode | undefined, { digest }: Descriptor): LayerNode {
  if (layer !== undefined) return layer;
  throw new Absent(`the layer ${blobName(digest)} is not in the archive`);
}

async function loadConfig(entries: Entries, { config, layers, descriptor }: ImageManifest): Promise<ConfigNode> {
  const bytes = await readBlob(entries, config, MAX_CONFIG_SIZE, 'config');
  if (!isContainerImage(config, layers)) return { descriptor: config, bytes };
  const image = decodeSource(() => parseImageConfig(bytes, blobName(config.digest)));
  if (image.diffIDs.length === layers.length) return { descriptor: config, bytes, image };
  throw invalidSource(
    `the manifest ${blobName(descriptor.digest)} lists ${layers.length} layers, but its config has ${image.diffIDs.length}`,
  );
}

async function loadIndex(entries: Entries, index: ImageIndex, load: LoadChild): Promise<Holding> {
  const children: IndexChild[] = [];
  const notes: string[] = [];
  const isAttestation = attestationsOf(index.manifests);
  for (const descriptor of index.manifests) {
    if (isBlobType(descriptor.mediaType)) {
      const blob = present(await loadLayer(entries, descriptor, false), descriptor);
      children.push({ descriptor, isAttestation: false, blob });
      continue;
    }
    const holding = await load(descriptor);
    const attestation = isAttestation(descriptor);
    if (holding.state === 'damaged' && !attestation) return holding;
    const node = holding.state === 'whole' ? { node: holding.node } : {};
    children.push({ descriptor, isAttestation: attestation, ...node });
    notes.push(...(holding.state === 'whole' ? holding.notes : [leftOut(descriptor, holding, attestation)]));
  }
  if (children.some(({ node, blob, isAttestation: isExtra }) => (node ?? blob) !== undefined && !isExtra)) {
    return { state: 'whole', node: { kind: 'index', index, children }, notes };
  }
  const reason = notes[0] ?? 'it lists none';
  return {
    state: 'absent',
    reason: `no image of the index ${blobName(index.descriptor.digest)} is in the archive: ${reason}`,
  };
}

function leftOut(descriptor: Descriptor, holding: Exclude<Holding, { state: 'whole' }>, attestation: boolean): string {
  const { platform, digest } = descriptor;
  const named = platform === undefined ? 'an image' : `the image for ${formatPlatform(platform)}`;
  const what = attestation ? 'an attestation' : named;
  const why = holding.state === 'absent' ? holding.reason : holding.error.message;
  return `${what} (${shortHex(digest)}) is left out: ${why}`;
}

/** The image that `index.json` itself is, when its entries are the platforms of one image. */
export async function loadRootIndex(entries: Entries, bytes: Buffer, load: LoadChild): Promise<Holding> {
  const index = decodeSource(() => parseManifest(bytes, OCI.index, 'index.json'));
  if (index.kind === 'index') return loadIndex(entries, index, load);
  throw invalidSource('index.json is not an index');
}
