import { SwrctlError, hasCode } from '../../../base/errors.ts';
import { algorithmOf, isDigestOf, parseDigest, type Digest } from '../../../model/digest.ts';
import type { ImageIndex, ImageManifest } from '../../../model/manifest.ts';
import { formatReference, parseRepositoryName, type Reference } from '../../../model/reference.ts';
import { getManifest, headManifest, type FoundManifest, type ManifestAddress } from '../../../registry/manifest.ts';
import type { PlannedNode } from '../../../transfer/plan.ts';
import { predictManifest } from '../../../transfer/predict.ts';
import type { PreparedImage } from './run.ts';
import type { PushRun } from './run.ts';

/** Looked at once more before a tag is moved, when the digest is known. */
export interface TagGuard {
  /** @throws {SwrctlError} REFUSED with `--no-clobber` for a tag that has another digest. */
  readonly requireMayMove: (reference: Reference, manifest: ImageManifest | ImageIndex) => void;
}

/**
 * `--no-clobber` and `--if-digest`: looked at before the first byte. What is known of the image by then decides: a tag
 * that holds another one is refused at once, one that may hold this one is looked at again when its digest is known.
 *
 * @throws {SwrctlError} REFUSED
 */
export async function guardTags(
  { services, options: { noClobber, ifDigest } }: PushRun,
  { references, plan }: PreparedImage,
): Promise<TagGuard> {
  const standing = new Map<string, Digest>();
  const guard: TagGuard = {
    requireMayMove: (reference, { bytes }) => {
      const name = formatReference(reference);
      const digest = standing.get(name);
      if (noClobber && digest !== undefined && !isDigestOf(digest, bytes)) throw clobbers(name);
    },
  };
  if (!noClobber && ifDigest === undefined) return guard;
  const wanted = ifDigest === undefined ? undefined : parseDigest(ifDigest);
  for (const reference of references) {
    const { registry, repository, tag = 'latest' } = reference;
    const address = { host: services.registry(registry), repository, key: tag };
    const found = await findStanding(address);
    const name = formatReference(reference);
    if (wanted !== undefined) await requireDigest(name, wanted, found, address);
    if (!noClobber || found === undefined) continue;
    standing.set(name, found.digest);
    if (await isAnother(address, plan.root, found.digest)) throw clobbers(name);
  }
  return guard;
}

/**
 * What a tag has now, before anything is sent. Where the organization is missing no tag is there: `--create-org` makes it
 * later, and without it the first blob is refused with all that there is to say.
 */
export async function findStanding(address: ManifestAddress): Promise<FoundManifest | undefined> {
  try {
    return await headManifest(address);
  } catch (error) {
    if (hasCode(error, 'NOT_FOUND')) return undefined;
    throw error;
  }
}

/** True when a tag surely holds something else than what is to be pushed. */
export async function isAnother(address: ManifestAddress, planned: PlannedNode, standing: Digest): Promise<boolean> {
  const predicted = predictManifest(planned);
  if (predicted !== undefined) return !isDigestOf(standing, predicted.bytes);
  if (planned.kind === 'index') return false;
  // Packing decides on the digest of the manifest, but not on that of the config, which names the layers' content.
  const manifest = await getManifest(address);
  return manifest.kind === 'index' || manifest.config.digest !== planned.source.config.descriptor.digest;
}

function clobbers(name: string): SwrctlError {
  return new SwrctlError('REFUSED', `${name} exists already and holds another image`, {
    hint: 'Choose another tag, or leave --no-clobber out',
  });
}

async function requireDigest(
  name: string,
  wanted: Digest,
  found: FoundManifest | undefined,
  address: ManifestAddress,
): Promise<void> {
  if (found?.digest === wanted) return;
  // The same bytes have a digest of each algorithm.
  const isOther = found !== undefined && algorithmOf(found.digest) !== algorithmOf(wanted);
  if (isOther && isDigestOf(wanted, (await getManifest(address)).bytes)) return;
  const now = found === undefined ? 'does not exist' : `is ${found.digest}`;
  throw new SwrctlError('REFUSED', `${name} ${now}, not ${wanted}`, { hint: `Look at it: swrctl digest ${name}` });
}

/** `--create-org`: an organization that exists already is fine. */
export async function createMissingOrg({ context, services }: PushRun, path: string): Promise<void> {
  const { createNamespace } = await import('../../../swr/endpoints/namespaces.ts');
  const { namespace } = parseRepositoryName(path);
  const swr = await services.swr();
  try {
    await swr.call(createNamespace, { body: { namespace } });
    context.output().note(`Created organization ${namespace}`);
  } catch (error) {
    if (!hasCode(error, 'CONFLICT')) throw error;
  }
}

/** `--public`. */
export async function makePublic({ context, services }: PushRun, path: string): Promise<void> {
  const { listRepositories, updateRepository } = await import('../../../swr/endpoints/repositories.ts');
  const { namespace, repository } = parseRepositoryName(path);
  const swr = await services.swr();
  const found = await swr.call(listRepositories, { namespace, name: repository, limit: 1000, offset: 0 });
  const before = found.find(({ name }) => name === path);
  if (before?.public === true) return;
  const { category = 'other', description = '' } = before ?? {};
  await swr.call(updateRepository, { namespace, repository, body: { public: true, category, description } });
  context.output().note(`${path}: private → public`);
}
