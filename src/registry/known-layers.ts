import type { Descriptor } from '../model/descriptor.ts';
import type { Digest } from '../model/digest.ts';
import { imagesOf } from '../model/images-of.ts';
import { isAttestation } from '../model/manifest.ts';
import type { RegistryHost } from './host-types.ts';
import { loadNode } from './load.ts';
import { listTags } from './tags.ts';

export interface KnownLayersOptions {
  readonly host: RegistryHost;
  readonly repository: string;
  /** Tags or digests to look at first: the ones that are about to be pushed. */
  readonly keys: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** A layer that a repository has, by what it unpacks to. */
export interface KnownLayer {
  readonly repository: string;
  readonly blob: Descriptor;
}

/** A hint is not worth more than this many manifests of one tag. */
const LOOKED_AT = 50;
/** Nor is it worth more than this many pages of tags. */
const LOOKED_THROUGH = 10;
const withoutAttestations = (entries: readonly Descriptor[]): Descriptor[] =>
  entries.filter((entry) => !isAttestation(entry));

/** Other tags that are looked at when the wanted ones are new. */
const OTHER_TAGS = 2;

/**
 * Learns from a repository's own images which layers it has: manifests and configs map diffIDs to blobs. None of it is
 * evidence: who may push there can claim anything. A few small requests, and never an error: what cannot be read is
 * not known.
 */
export async function findKnownLayers(options: KnownLayersOptions): Promise<Map<Digest, KnownLayer>> {
  const layers = new Map<Digest, KnownLayer>();
  for (const key of options.keys) await learn(options, key, layers);
  if (layers.size > 0) return layers;
  const tags = await listTags(options.host, options.repository, {
    signal: options.signal,
    maxPages: LOOKED_THROUGH,
  }).catch(() => []);
  const others = tags.filter((tag) => !options.keys.includes(tag));
  for (const tag of [...(others.includes('latest') ? ['latest'] : []), ...others.slice(-OTHER_TAGS)]) {
    await learn(options, tag, layers);
  }
  return layers;
}

async function learn(options: KnownLayersOptions, key: string, layers: Map<Digest, KnownLayer>): Promise<void> {
  const { host, repository, signal } = options;
  const load = { maxNodes: LOOKED_AT, select: withoutAttestations, signal };
  const node = await loadNode({ host, repository }, key, load).catch(() => undefined);
  const known = node === undefined ? [] : imagesOf(node).flatMap((image) => image.layers);
  for (const { diffID, digest, mediaType, size } of known) {
    if (diffID === undefined || digest === undefined || layers.has(diffID)) continue;
    layers.set(diffID, { repository, blob: { mediaType, digest, size } });
  }
}
