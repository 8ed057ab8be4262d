import { isDigest, type Digest } from '../../model/digest.ts';
import { MAX_MANIFEST_SIZE } from '../../model/manifest.ts';
import { isTag } from '../../model/reference.ts';
import { put } from '../store/database.ts';
import { empty, hostOf, readBody, type Reply, type Route } from '../server/handler.ts';
import { removeImage } from '../domain/image-removal.ts';
import { chooseManifest } from './manifest-choice.ts';
import { checkManifest } from './manifest-rules.ts';
import { storeManifest } from '../domain/manifest-store.ts';
import { afterPush } from '../domain/push-effects.ts';
import { MANIFESTS, REPOSITORIES, TAGS, type ManifestRecord } from '../domain/records.ts';
import { repositoryRoute, type RegistryCall } from './access.ts';
import { digestHeaders } from './blob-routes.ts';
import { refuse, registryError } from './errors.ts';
import { namespaceScope } from '../domain/place.ts';
import type { World } from '../domain/world.ts';

const PATH = '/v2/{name*}/manifests/{reference}';

/** Manifests by tag or digest. Source: OCI distribution-spec 1.1, "Pulling manifests", "Pushing manifests". */
export function manifestRoutes(world: World): Route[] {
  const get = (call: RegistryCall): Promise<Reply> => getManifest(world, call);
  return [
    repositoryRoute(world, 'GET', PATH, 'pull', get),
    repositoryRoute(world, 'HEAD', PATH, 'pull', get),
    repositoryRoute(world, 'PUT', PATH, 'push', (call) => putManifest(world, call)),
    repositoryRoute(world, 'DELETE', PATH, 'delete', (call) => deleteManifest(world, call)),
  ];
}

function referenceOf({ params }: RegistryCall): string {
  return params['reference'] ?? '';
}

/** @throws {Refusal} MANIFEST_UNKNOWN */
function findManifest(world: World, { scope }: RegistryCall, reference: string): ManifestRecord {
  const digest = isDigest(reference) ? reference : world.database.get(TAGS, scope, reference)?.digest;
  const manifest = digest === undefined ? undefined : world.database.get(MANIFESTS, scope, digest);
  if (manifest !== undefined) return manifest;
  throw refuse(404, 'MANIFEST_UNKNOWN', 'manifest unknown');
}

async function getManifest(world: World, call: RegistryCall): Promise<Reply> {
  const reference = referenceOf(call);
  const stored = findManifest(world, call, reference);
  const { digest, mediaType } = await chooseManifest(world, call, stored, isDigest(reference));
  const headers = { 'content-type': mediaType, etag: `"${digest}"`, ...digestHeaders(world, digest) };
  if (call.request.headers['if-none-match'] === headers.etag) return empty(304);
  if (call.request.method === 'GET' && !isDigest(reference)) await countDownload(world, call);
  return { status: 200, headers, body: await world.blobs.read(digest) };
}

async function countDownload(world: World, { place }: RegistryCall): Promise<void> {
  const repository = world.database.get(REPOSITORIES, namespaceScope(place), place.repository); // as it is by now
  if (repository === undefined) return;
  const counted = { ...repository, downloads: repository.downloads + 1 };
  await world.database.write(put(REPOSITORIES, namespaceScope(place), repository.name, counted));
}

async function putManifest(world: World, call: RegistryCall): Promise<Reply> {
  const reference = referenceOf(call);
  if (!isDigest(reference) && !isTag(reference)) throw refuse(400, 'TAG_INVALID', 'manifest tag did not match URI');
  const tooLarge = registryError(413, 'MANIFEST_INVALID', 'manifest is larger than 4 MiB');
  const bytes = await readBody(call.request.body, MAX_MANIFEST_SIZE, tooLarge);
  const manifest = checkManifest(world, call.scope, bytes, call.request.headers['content-type'] ?? '');
  const { digest } = manifest.descriptor;
  if (isDigest(reference) && reference !== digest) {
    throw refuse(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
  }
  const refused = await storeManifest(
    world,
    call.place,
    call.claims.userId,
    manifest,
    isDigest(reference) ? undefined : reference,
  );
  if (refused !== undefined) return refused;
  if (!isDigest(reference)) await afterPush(world, call.place, reference, digest, call.claims.userId);
  return empty(201, { location: manifestUrl(call, digest), ...digestHeaders(world, digest) });
}

function manifestUrl({ request, name }: RegistryCall, digest: Digest): string {
  return `http://${hostOf(request)}/v2/${name}/manifests/${digest}`;
}

/** By digest only, and all tags of that image go with it. */
async function deleteManifest(world: World, call: RegistryCall): Promise<Reply> {
  const reference = referenceOf(call);
  if (!isDigest(reference)) throw refuse(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
  const { digest } = findManifest(world, call, reference);
  await removeImage(world, call.scope, digest);
  return empty(202);
}
