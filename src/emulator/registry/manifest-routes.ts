import { isDigest, type Digest } from '../../model/digest.ts';
import { MAX_MANIFEST_SIZE } from '../../model/manifest.ts';
import { isTag } from '../../model/reference.ts';
import { empty, hostOf, readBody, type Reply, type Route } from '../server/handler.ts';
import { removeImage } from '../domain/image-removal.ts';
import { checkManifest } from './manifest-rules.ts';
import { storeManifest } from '../domain/manifest-store.ts';
import { MANIFESTS, TAGS, type ManifestRecord } from '../domain/records.ts';
import { repositoryRoute, type RegistryCall } from './access.ts';
import { digestHeaders } from './blob-routes.ts';
import { refuse, registryError } from './errors.ts';
import type { RegistryWorld } from './door.ts';

const PATH = '/v2/{name*}/manifests/{reference}';

/** Manifests by tag or digest. Source: OCI distribution-spec 1.1, "Pulling manifests", "Pushing manifests". */
export function manifestRoutes(world: RegistryWorld): Route[] {
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
function findManifest(world: RegistryWorld, { scope }: RegistryCall, reference: string): ManifestRecord {
  const digest = isDigest(reference) ? reference : world.database.get(TAGS, scope, reference)?.digest;
  const manifest = digest === undefined ? undefined : world.database.get(MANIFESTS, scope, digest);
  if (manifest !== undefined) return manifest;
  throw refuse(404, 'MANIFEST_UNKNOWN', 'manifest unknown');
}

async function getManifest(world: RegistryWorld, call: RegistryCall): Promise<Reply> {
  const reference = referenceOf(call);
  const stored = findManifest(world, call, reference);
  const { door } = world;
  const chosen = await door.choose(call.request, call.scope, stored, isDigest(reference));
  const { digest, mediaType } = chosen;
  const headers = { 'content-type': mediaType, etag: `"${digest}"`, ...digestHeaders(world, digest) };
  if (call.request.headers['if-none-match'] === headers.etag) return empty(304);
  if (call.request.method === 'GET') {
    door.beforePull(call.place, chosen);
    await door.afterPull(call.place, reference, digest, call.identity.userId);
  }
  return { status: 200, headers, body: await world.blobs.read(digest) };
}

async function putManifest(world: RegistryWorld, call: RegistryCall): Promise<Reply> {
  const reference = referenceOf(call);
  if (!isDigest(reference) && !isTag(reference)) throw refuse(400, 'TAG_INVALID', 'manifest tag did not match URI');
  const tooLarge = registryError(413, 'MANIFEST_INVALID', 'manifest is larger than 4 MiB');
  const bytes = await readBody(call.request.body, MAX_MANIFEST_SIZE, tooLarge);
  const manifest = checkManifest(world, call.scope, bytes, call.request.headers['content-type'] ?? '');
  const { digest } = manifest.descriptor;
  if (isDigest(reference) && reference !== digest) {
    throw refuse(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
  }
  const tag = isDigest(reference) ? undefined : reference;
  const { userId } = call.identity;
  if (tag !== undefined) world.door.beforeChange(call.place, tag, digest);
  const refused = await storeManifest(world, call.place, userId, manifest, tag);
  if (refused !== undefined) return refused;
  await world.door.afterPush(call.place, tag, digest, userId);
  const stored = findManifest(world, call, digest);
  const headers = { ...digestHeaders(world, digest), ...world.door.pushedHeaders(stored) };
  return empty(201, { location: manifestUrl(call, digest), ...headers });
}

function manifestUrl({ request, name }: RegistryCall, digest: Digest): string {
  return `http://${hostOf(request)}/v2/${name}/manifests/${digest}`;
}

/** By digest only, and all tags of that image go with it. */
async function deleteManifest(world: RegistryWorld, call: RegistryCall): Promise<Reply> {
  const reference = referenceOf(call);
  if (!isDigest(reference)) throw refuse(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
  const { digest } = findManifest(world, call, reference);
  world.door.beforeChange(call.place, undefined, digest);
  await removeImage(world, call.scope, digest);
  await world.door.afterRemoval(call.place, digest, call.identity.userId);
  return empty(202);
}
