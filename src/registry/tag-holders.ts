import { SwrctlError, hasCode } from '../base/errors.ts';
import type { Digest } from '../model/digest.ts';
import { isIndexType } from '../model/media-type.ts';
import type { RegistryHost } from './host-types.ts';
import { getManifest, headManifest, type ManifestAddress } from './manifest.ts';
import { listTags } from './tags.ts';

export interface HoldersOptions {
  readonly signal?: AbortSignal | undefined;
  /** Looks at many tags, some at a time. */
  readonly forEach: <T>(items: readonly T[], work: (item: T) => Promise<void>) => Promise<unknown>;
}

/**
 * The tags that would lose something if an image went: those that point to it, and those of an index that it is a part
 * of.
 *
 * @throws {SwrctlError} whatever a tag cannot be looked at for: what is not known is not taken for nobody.
 */
export async function findHolders(
  host: RegistryHost,
  repository: string,
  digest: Digest,
  { signal, forEach }: HoldersOptions,
): Promise<ReadonlySet<string>> {
  const common = { host, repository, signal };
  const holders = new Set<string>();
  const indexes = new Map<Digest, Promise<ReadonlySet<string>>>();
  const partsOf = (index: Digest): Promise<ReadonlySet<string>> => {
    const parts = indexes.get(index) ?? readParts({ ...common, key: index });
    indexes.set(index, parts);
    return parts;
  };
  await forEach(await listTags(host, repository, signal ? { signal } : {}), async (tag) => {
    const found = await headManifest({ ...common, key: tag });
    if (found === undefined) return; // it went meanwhile
    const mayHaveParts = found.mediaType === undefined || isIndexType(plainType(found.mediaType));
    if (found.digest === digest || (mayHaveParts && (await partsOf(found.digest)).has(digest))) holders.add(tag);
  });
  return holders;
}

const plainType = (type: string): string => (type.split(';')[0] ?? '').trim().toLowerCase();

/** Indexes that are read for one tag. */
const MAX_INDEXES = 100;

/** All that is below an index, also below an index in it. Each is read once, however often it is named. */
async function readParts(address: ManifestAddress): Promise<ReadonlySet<string>> {
  const parts = new Set<string>();
  const indexes = new Set([address.key]);
  for (const key of indexes) {
    const manifest = await readOne({ ...address, key });
    for (const { digest, mediaType } of manifest?.kind === 'index' ? manifest.manifests : []) {
      parts.add(digest);
      if (isIndexType(mediaType)) indexes.add(digest);
    }
    if (indexes.size <= MAX_INDEXES) continue;
    throw new SwrctlError(
      'API_SHAPE',
      `${address.key} in ${address.repository} holds more than ${MAX_INDEXES} indexes`,
    );
  }
  return parts;
}

async function readOne(address: ManifestAddress) {
  try {
    return await getManifest(address);
  } catch (error) {
    // It went meanwhile, or an index names what is not there.
    if (hasCode(error, 'NOT_FOUND')) return undefined;
    throw error;
  }
}
