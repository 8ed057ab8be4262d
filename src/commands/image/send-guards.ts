import { SwrctlError, hasCode } from '../../errors.ts';
import { algorithmOf, isDigestOf, parseDigest, type Digest } from '../../model/digest.ts';
import { formatReference, parseRepositoryName, type Reference } from '../../model/reference.ts';
import { getManifest, headManifest, type FoundManifest, type ManifestAddress } from '../../registry/manifest.ts';
import type { Context } from '../context.ts';
import type { Services } from '../services.ts';
import type { SendOptions } from './send-options.ts';

/** `--no-clobber` and `--if-digest`: looked at before the first byte. @throws {SwrctlError} REFUSED */
export async function guardTags(
  services: Services,
  { noClobber, ifDigest }: SendOptions,
  references: readonly Reference[],
): Promise<void> {
  if (!noClobber && ifDigest === undefined) return;
  const wanted = ifDigest === undefined ? undefined : parseDigest(ifDigest);
  for (const { registry, repository, tag = 'latest' } of references) {
    const address = { host: services.registry(registry), repository, key: tag };
    const found = await headManifest(address);
    const name = formatReference({ registry, repository, tag });
    if (noClobber && found !== undefined) {
      throw new SwrctlError('REFUSED', `${name} exists already`, {
        hint: 'Choose another tag, or leave --no-clobber out',
      });
    }
    if (wanted !== undefined) await requireDigest(name, wanted, found, address);
  }
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
export async function createMissingOrg(context: Context, services: Services, path: string): Promise<void> {
  const { createNamespace } = await import('../../swr/endpoints/namespaces.ts');
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
export async function makePublic(context: Context, services: Services, path: string): Promise<void> {
  const { listRepositories, updateRepository } = await import('../../swr/endpoints/repositories.ts');
  const { namespace, repository } = parseRepositoryName(path);
  const swr = await services.swr();
  const found = await swr.call(listRepositories, { namespace, name: repository, limit: 1000, offset: 0 });
  const before = found.find(({ name }) => name === path);
  if (before?.public === true) return;
  const { category = 'other', description = '' } = before ?? {};
  await swr.call(updateRepository, { namespace, repository, body: { public: true, category, description } });
  context.output().note(`${path}: private → public`);
}
