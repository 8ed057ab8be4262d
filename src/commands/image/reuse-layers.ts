import { openLayerCache } from '../../cache/layer-cache.ts';
import type { Descriptor } from '../../model/descriptor.ts';
import { claimedCompression } from '../../model/media-type.ts';
import { manifestKey, type Reference } from '../../model/reference.ts';
import { hasBlob } from '../../registry/blob.ts';
import { findKnownLayers, type KnownLayer } from '../../registry/known-layers.ts';
import { mountBlob } from '../../registry/mount.ts';
import { isSameLayer } from '../../registry/same-layer.ts';
import type { Digest } from '../../model/digest.ts';
import type { PlannedLayer } from '../../transfer/plan.ts';
import type { Services } from '../services.ts';

export interface ReuseOptions {
  readonly services: Services;
  /** Where the image goes: the tags that it is to get. */
  readonly references: readonly Reference[];
  /** `--cache-from`: further images of the same registry to learn from. */
  readonly cacheFrom: readonly Reference[];
  readonly signal: AbortSignal;
}

/** Finds layers that need not be packed and sent, and remembers what was. */
export interface Reuse {
  /** The blob that a layer would become, when the repository has it already. The layer is not read. */
  readonly find: (planned: PlannedLayer) => Promise<Descriptor | undefined>;
  readonly remember: (planned: PlannedLayer, stored: Descriptor) => Promise<void>;
}

/**
 * In order: what this machine remembers, then what the registry's own images say. Both are hints: the blob must be
 * there, and begin and end like the layer. Source: performance.md, "The order of cheap answers".
 */
export function createReuse({ services, references, cacheFrom, signal }: ReuseOptions): Reuse {
  const { registry: registryHost = '', repository = '' } = references[0] ?? {};
  const host = services.registry(registryHost);
  const cache = openLayerCache(services.settings.cacheDir, registryHost);
  const place = { host, repository, signal };
  let known: Promise<Map<Digest, KnownLayer>> | undefined;
  const learn = async (): Promise<Map<Digest, KnownLayer>> => {
    const own = await findKnownLayers({ ...place, keys: references.map(manifestKey) });
    const others = cacheFrom.filter(({ registry }) => registry === registryHost);
    const more = others.map((one) =>
      findKnownLayers({ ...place, repository: one.repository, keys: [manifestKey(one)] }),
    );
    return new Map([...(await Promise.all(more)).flatMap((layers) => [...layers]), ...own]);
  };
  const isThere = async ({ blob, repository: from }: KnownLayer): Promise<boolean> =>
    (await hasBlob(host, repository, blob, signal)) ||
    (await mountBlob({ ...place, label: blob.digest }, blob.digest, from)) === 'mounted';
  const confirmed = async (candidate: KnownLayer | undefined, { source }: PlannedLayer) => {
    if (candidate === undefined || !(await isThere(candidate))) return undefined;
    return (await isSameLayer(place, candidate.blob, source)) ? candidate.blob : undefined;
  };
  return {
    find: async (planned) => {
      const { diffID } = planned.source;
      // Only gzip can be looked into from both ends.
      if (diffID === undefined || planned.compression !== 'gzip') return undefined;
      const { mediaType } = planned;
      const cached = await cache.find(diffID, 'gzip');
      const remembered = await confirmed(cached && { repository, blob: { mediaType, ...cached } }, planned);
      if (remembered !== undefined) return remembered;
      const candidate = (await (known ??= learn())).get(diffID);
      const isGzip = candidate !== undefined && claimedCompression(candidate.blob.mediaType) === 'gzip';
      return confirmed(isGzip ? candidate : undefined, planned);
    },
    remember: async ({ source, compression }, { digest, size }) => {
      if (source.diffID !== undefined && compression === 'gzip')
        await cache.add(source.diffID, 'gzip', { digest, size });
    },
  };
}
