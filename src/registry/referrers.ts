import { array, object, withDefault } from '../base/decode.ts';
import { SwrctlError, hasCode } from '../base/errors.ts';
import { decodeDescriptor, type Descriptor } from '../model/descriptor.ts';
import { algorithmOf, hexOf, type Digest } from '../model/digest.ts';
import { buildIndex } from '../model/manifest.ts';
import type { RegistryHost } from './host-types.ts';
import { readListPages } from './list-pages.ts';
import { getManifest, putManifest } from './manifest.ts';
import { referrersPath } from './paths.ts';

/** What referrers are looked for in. */
export interface ReferrerPlace {
  readonly host: RegistryHost;
  readonly repository: string;
  readonly signal?: AbortSignal | undefined;
}

export interface Referrers {
  readonly descriptors: readonly Descriptor[];
  /** False: the registry keeps no such list, and clients keep one under a tag. */
  readonly hasApi: boolean;
}

const decodePage = object({ manifests: withDefault(array(decodeDescriptor), []) });

/** What a registry says that does not know the call. */
const NO_API: readonly number[] = [400, 404, 405, 406, 501];

/**
 * The manifests that name this one as their subject: by the registry's own list, else by the one that clients keep under
 * a tag. None is an empty list.
 *
 * Source: OCI distribution-spec 1.1, "Listing Referrers"; OCI distribution-spec 1.1, "Referrers Tag Schema".
 */
export async function listReferrers(place: ReferrerPlace, digest: Digest): Promise<Referrers> {
  const { host, repository, signal } = place;
  const found = new Map<Digest, Descriptor>();
  const label = `what refers to ${host.host}/${repository}@${digest}`;
  try {
    await readListPages({ host, repository, path: referrersPath(repository, digest), label, signal }, (page, at) => {
      const before = found.size;
      for (const one of decodePage(page, at).manifests) found.set(one.digest, one);
      return found.size > before;
    });
    return { descriptors: [...found.values()], hasApi: true };
  } catch (error) {
    const status = error instanceof SwrctlError ? error.service?.status : undefined;
    if (!NO_API.includes(status ?? 0) && !hasCode(error, 'API_SHAPE')) throw error;
  }
  return { descriptors: await readTag(place, digest), hasApi: false };
}

/** `sha256-<hex>`: where clients keep the list, for registries that do not. */
const referrersTag = (digest: Digest): string => `${algorithmOf(digest)}-${hexOf(digest)}`;

async function readTag(place: ReferrerPlace, digest: Digest): Promise<readonly Descriptor[]> {
  try {
    const manifest = await getManifest({ ...place, key: referrersTag(digest) });
    return manifest.kind === 'index' ? manifest.manifests : [];
  } catch (error) {
    if (hasCode(error, 'NOT_FOUND')) return [];
    throw error;
  }
}

/** Adds manifests to the list under the tag of their subject, for a registry that keeps none by itself. */
export async function keepReferrers(
  place: ReferrerPlace,
  digest: Digest,
  descriptors: readonly Descriptor[],
): Promise<void> {
  const before = await readTag(place, digest);
  const known = new Set(before.map((one) => one.digest));
  const added = descriptors.filter((one) => !known.has(one.digest));
  if (added.length === 0) return;
  await putManifest({ ...place, key: referrersTag(digest) }, buildIndex('oci', [...before, ...added]));
}
