import type { Readable } from 'node:stream';
import { isDigest, type Digest } from '../../model/digest.ts';
import { put } from '../store/database.ts';
import { empty, hostOf, type Reply, type Route } from '../server/handler.ts';
import { BLOBS } from '../domain/records.ts';
import { repositoryRoute, type RegistryCall } from './access.ts';
import { digestHeaders } from './blob-routes.ts';
import { refuse, registryError } from './errors.ts';
import { placeOf, repositoryScope } from '../domain/place.ts';
import type { Upload } from '../store/uploads.ts';
import { isGranted, type RegistryWorld } from './door.ts';

const START = '/v2/{name*}/blobs/uploads';
const SESSION = '/v2/{name*}/blobs/uploads/{id}';

/** Blob upload: POST, any number of PATCH, PUT. Source: OCI distribution-spec 1.1, "Pushing blobs". */
export function uploadRoutes(world: RegistryWorld): Route[] {
  const start = (path: string): Route =>
    repositoryRoute(world, 'POST', path, 'push', (call) => startUpload(world, call));
  const onSession = (method: string, handle: (call: RegistryCall, upload: Upload) => Promise<Reply> | Reply): Route =>
    repositoryRoute(world, method, SESSION, 'push', (call) => {
      const upload = world.uploads.find(call.scope, call.params['id'] ?? '');
      if (upload === undefined) throw refuse(404, 'BLOB_UPLOAD_UNKNOWN', 'blob upload unknown to registry');
      return handle(call, upload);
    });
  return [
    start(START),
    start(`${START}/`),
    onSession('GET', (call, upload) => progress(call, upload, 204)),
    onSession('PATCH', async (call, upload) => {
      checkChunk(world, call, upload);
      await append(world, upload, call.request.body);
      return progress(call, upload, 202);
    }),
    onSession('PUT', async (call, upload) => {
      const digest = wantedDigest(call);
      checkChunk(world, call, upload);
      await append(world, upload, call.request.body);
      return finish(world, call, upload, digest);
    }),
    onSession('DELETE', async (_call, upload) => {
      await world.uploads.cancel(upload);
      return empty(204, { 'docker-upload-uuid': upload.id });
    }),
  ];
}

async function startUpload(world: RegistryWorld, call: RegistryCall): Promise<Reply> {
  const { query, body } = call.request;
  const mounted = world.quirks['mount-ignored'] ? undefined : await mount(world, call);
  if (mounted !== undefined) return mounted;
  if (!query.has('digest')) return progress(call, await world.uploads.start(call.scope), 202);
  const digest = wantedDigest(call);
  const upload = await world.uploads.start(call.scope);
  await append(world, upload, body);
  return finish(world, call, upload, digest);
}

/** Links a blob of another repository that the caller may read. */
async function mount(world: RegistryWorld, call: RegistryCall): Promise<Reply | undefined> {
  const digest = call.request.query.get('mount');
  const from = call.request.query.get('from');
  if (digest === null || from === null || !isDigest(digest)) return undefined;
  const source = placeOf(call.place.region, from);
  const blob = world.database.get(BLOBS, repositoryScope(source), digest);
  const granted = isGranted(call.identity, from, 'pull');
  if (blob === undefined || !granted || !world.door.mayDo(call.identity.userId, source, 'pull')) return undefined;
  await world.database.write(put(BLOBS, call.scope, digest, blob));
  return created(world, call, digest);
}

function wantedDigest({ request }: RegistryCall): Digest {
  const digest = request.query.get('digest') ?? '';
  if (isDigest(digest)) return digest;
  throw refuse(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
}

/**
 * @throws {Refusal} 416 for a chunk that does not start where the upload ends, with where that is. Whoever refuses
 * chunks altogether must not say that: regctl would send the same chunk for ever.
 */
function checkChunk(world: RegistryWorld, call: RegistryCall, upload: Upload): void {
  const header = call.request.headers['content-range'];
  if (header === undefined) return;
  const start = Number(/^(?:bytes )?(\d+)-\d+/.exec(header)?.[1] ?? Number.NaN);
  if (world.quirks['chunk-refused']) throw refuse(416, 'RANGE_INVALID', 'invalid content range');
  if (start === upload.size()) return;
  throw refuse(416, 'RANGE_INVALID', 'invalid content range', sessionHeaders(call, upload));
}

/** @throws {Refusal} 413 above the layer limit; the session is over then. */
async function append(world: RegistryWorld, upload: Upload, body: Readable): Promise<void> {
  if (await upload.append(body, world.quotas.layer)) return;
  await world.uploads.cancel(upload);
  throw refuse(413, 'SIZE_INVALID', `layer is larger than ${world.quotas.layer} bytes`);
}

async function finish(world: RegistryWorld, call: RegistryCall, upload: Upload, digest: Digest): Promise<Reply> {
  const size = upload.size();
  const letGo = world.blobs.hold(digest);
  try {
    if (!(await world.uploads.finish(upload, digest))) {
      return registryError(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
    }
    await world.database.write(put(BLOBS, call.scope, digest, { digest, size }));
    return created(world, call, digest);
  } finally {
    letGo();
  }
}

function created(world: RegistryWorld, call: RegistryCall, digest: Digest): Reply {
  const location = `http://${hostOf(call.request)}/v2/${call.name}/blobs/${digest}`;
  return empty(201, { location, ...digestHeaders(world, digest) });
}

function progress(call: RegistryCall, upload: Upload, status: number): Reply {
  return empty(status, sessionHeaders(call, upload));
}

function sessionHeaders(call: RegistryCall, upload: Upload): Record<string, string> {
  const size = upload.size();
  // Opaque to clients: they have to keep the query and add theirs.
  const state = Buffer.from(JSON.stringify({ Name: call.name, UUID: upload.id, Offset: size })).toString('base64url');
  return {
    location: `http://${hostOf(call.request)}/v2/${call.name}/blobs/uploads/${upload.id}?_state=${state}`,
    'docker-upload-uuid': upload.id,
    range: `0-${Math.max(0, size - 1)}`,
  };
}
