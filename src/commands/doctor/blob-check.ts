import { fail, ok, warn, type Finding } from '../../doctor/check.ts';
import { SwrctlError } from '../../base/errors.ts';
import type { Digest } from '../../model/digest.ts';
import { getManifest } from '../../registry/manifest.ts';
import type { RegistryHost } from '../../registry/host-types.ts';
import { blobPath } from '../../registry/paths.ts';
import type { Services } from '../../app/services.ts';
import { hasCredential, notAsked } from './credential.ts';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** Enough to find one with a tag in it. */
const LOOKED_AT = 50;

/** Asks for one small blob and looks where the registry sends us for it: that host must be reachable for every pull. */
export async function checkBlobs(services: Services, registry: string): Promise<Finding> {
  if (!(await hasCredential(services))) return notAsked;
  if (services.instance !== undefined) return ok('Not asked: the registry of an instance is not looked into');
  const found = await findImage(services).catch(notFound);
  if (found === undefined || 'status' in found) return found ?? nothingToTry;
  const host = services.registry(registry);
  const digest = await configDigest(host, found.repository, found.tag);
  if (digest === undefined) return nothingToTry;
  const { repository } = found;
  const url = blobPath(repository, digest);
  const response = await host.send({ method: 'GET', url, repository, access: 'pull', redirect: 'manual' });
  await response.discard();
  const { location } = response.headers;
  if (response.status === 200) return ok('Layers come from the registry itself');
  if (!REDIRECTS.has(response.status) || location === undefined) {
    return fail(
      `A blob of ${repository} cannot be read (HTTP ${response.status})`,
      `Try it: swrctl pull ${repository}:${found.tag}`,
    );
  }
  return followTo(host, new URL(location, response.url));
}

const nothingToTry = ok('Not asked: there is no image to try it with');

/** Why the service does not answer is for another check. */
function notFound(error: unknown): Finding {
  if (!(error instanceof SwrctlError)) throw error;
  return warn('Not asked: the repositories cannot be listed', error.hint ?? 'Try it: swrctl repo list');
}

/** One own repository with a tag. */
async function findImage({ swr }: Services): Promise<{ repository: string; tag: string } | undefined> {
  const { listRepositories } = await import('../../swr/endpoints/repositories.ts');
  const { listTags } = await import('../../swr/endpoints/tags.ts');
  const client = await swr();
  const repositories = await client.call(listRepositories, { limit: LOOKED_AT, offset: 0 });
  const first = repositories.find(({ tagCount }) => tagCount > 0);
  if (first === undefined) return undefined;
  const { name, organization } = first;
  const repository = name.slice(organization.length + 1);
  const [tag] = await client.call(listTags, { namespace: organization, repository, limit: 1, offset: 0 });
  return tag === undefined ? undefined : { repository: name, tag: tag.name };
}

async function configDigest(host: RegistryHost, repository: string, key: string): Promise<Digest | undefined> {
  const manifest = await getManifest({ host, repository, key });
  if (manifest.kind === 'image') return manifest.config.digest;
  const [child] = manifest.manifests;
  if (child === undefined) return undefined;
  const image = await getManifest({ host, repository, key: child.digest });
  return image.kind === 'image' ? image.config.digest : undefined;
}

/** One byte, without credentials. */
async function followTo({ http }: RegistryHost, url: URL): Promise<Finding> {
  try {
    const headers = { range: 'bytes=0-0' };
    const response = await http.send({ method: 'GET', url, headers, redirect: 'manual', retry: false });
    await response.discard();
    if (response.status < 300) return ok(`Layers come from ${url.host}, which answers`);
    return fail(`Layers come from ${url.host}, which answers with HTTP ${response.status}`, hintFor(url));
  } catch (error) {
    if (!(error instanceof SwrctlError)) throw error;
    return fail(`Layers come from ${url.host}, which cannot be reached`, hintFor(url));
  }
}

const hintFor = ({ host }: URL): string => `Let the firewall and the proxy allow ${host}: every pull needs it`;
