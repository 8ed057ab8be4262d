import { SwrctlError } from '../../base/errors.ts';
import type { ConfigNode, ImageNode, IndexChild, IndexNode, LayerNode } from '../../model/content.ts';
import type { Descriptor } from '../../model/descriptor.ts';
import { digestOf, algorithmOf, shortHex } from '../../model/digest.ts';
import { createGraphBudget, type GraphBudget } from '../../model/graph-budget.ts';
import { MAX_CONFIG_SIZE, parseImageConfig } from '../../model/image-config.ts';
import {
  MAX_MANIFEST_SIZE,
  attestationsOf,
  parseManifest,
  type ImageIndex,
  type ImageManifest,
} from '../../model/manifest.ts';
import { requireKind } from '../../model/manifest-meaning.ts';
import { OCI, familyOf, isBlobType, isContainerImage } from '../../model/media-type.ts';
import { formatPlatform } from '../../model/platform.ts';
import { readWhole, type Entries } from '../entries.ts';
import { decodeSource, invalidSource } from '../invalid-source.ts';
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

/**
 * Reads the images that layouts hold; each manifest once, however many indexes name it. How many manifests may hang
 * below one image is bounded, and how many bytes all of them may hold.
 */
export function createGraphReader(entries: Entries): (descriptor: Descriptor) => Promise<Holding> {
  const seen = new Map<string, Promise<Holding>>();
  const whole = createGraphBudget((why) => invalidSource(`the archive is not read: ${why}`));
  const load = async (descriptor: Descriptor, budget: GraphBudget, depth: number): Promise<Holding> => {
    const loadChild: LoadChild = (child) => load(child, budget, depth + 1);
    const holding =
      seen.get(descriptor.digest) ??
      hold(() => {
        budget.enter(depth);
        return loadNode({ entries, budget: whole }, descriptor, loadChild);
      });
    seen.set(descriptor.digest, holding);
    const found = await holding;
    return found.state === 'whole' ? hold(() => Promise.resolve(asCalled(found, descriptor))) : found;
  };
  return (descriptor) => {
    const refuse = (why: string) => invalidSource(`an image (${shortHex(descriptor.digest)}) is not read: ${why}`);
    return load(descriptor, createGraphBudget(refuse), 0);
  };
}

function asCalled(holding: Extract<Holding, { state: 'whole' }>, descriptor: Descriptor): Holding {
  decodeSource(() => requireKind(descriptor, holding.node.kind, blobName(descriptor.digest)));
  return holding;
}

/** Where blobs are read, and how many bytes of them may still be held. */
interface Reading {
  readonly entries: Entries;
  readonly budget: GraphBudget;
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

async function loadNode(reading: Reading, descriptor: Descriptor, child: LoadChild): Promise<Holding> {
  const bytes = await readBlob(reading, descriptor, MAX_MANIFEST_SIZE, 'manifest');
  const name = blobName(descriptor.digest);
  const manifest = decodeSource(() => parseManifest(bytes, descriptor.mediaType, name, algorithmOf(descriptor.digest)));
  if (manifest.kind === 'index') return loadIndex(reading.entries, manifest, child);
  return { state: 'whole', node: await loadImage(reading, manifest), notes: [] };
}

/** @throws {Absent} and SOURCE_INVALID when the bytes are not what the descriptor says. */
async function readBlob(
  { entries, budget }: Reading,
  descriptor: Descriptor,
  limit: number,
  role: string,
): Promise<Buffer> {
  const { digest, size } = descriptor;
  const name = blobName(digest);
  const entry = await entries.find(name);
  if (entry === undefined) throw new Absent(`the ${role} ${name} is not in the archive`);
  if (entry.size !== size) throw invalidSource(`the ${role} ${name} has ${entry.size} bytes, not ${size}`);
  budget.hold(size);
  const bytes = await readWhole(entry, limit);
  const found = digestOf(bytes, algorithmOf(digest));
  if (found !== digest) throw invalidSource(`the ${role} ${name} was altered: its digest is ${found}`);
  return bytes;
}

async function loadImage(reading: Reading, manifest: ImageManifest): Promise<ImageNode> {
  const config = await loadConfig(reading, manifest);
  const layers = [];
  for (const [position, descriptor] of manifest.layers.entries()) {
    const diffID = config.image?.diffIDs[position];
    const layer = await loadLayer(reading.entries, descriptor, config.image !== undefined, diffID);
    layers.push(present(layer, descriptor));
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

async function loadConfig(reading: Reading, { config, layers, descriptor }: ImageManifest): Promise<ConfigNode> {
  const bytes = await readBlob(reading, config, MAX_CONFIG_SIZE, 'config');
  if (!isContainerImage(config, layers)) return { descriptor: config, bytes };
  const image = decodeSource(() => parseImageConfig(bytes, blobName(config.digest)));
  if (image.diffIDs.length === layers.length) return { descriptor: config, bytes, image };
  throw invalidSource(
    `the manifest ${blobName(descriptor.digest)} lists ${layers.length} layers, but its config has ${image.diffIDs.length}`,
  );
}

async function loadIndex(entries: Entries, index: ImageIndex, load: LoadChild): Promise<Holding> {
  const children: IndexChild[] = [];
  const notes = new Set<string>(); // an image that is named twice is left out once
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
    const more = holding.state === 'whole' ? holding.notes : [leftOut(descriptor, holding, attestation)];
    for (const note of more) notes.add(note);
  }
  if (children.some(({ node, blob, isAttestation: isExtra }) => (node ?? blob) !== undefined && !isExtra)) {
    return { state: 'whole', node: { kind: 'index', index, children }, notes: [...notes] };
  }
  const reason = [...notes][0] ?? 'it lists none';
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
