import { empty, hostOf, type Reply, type Request, type Route } from '../server/handler.ts';
import { isDigest, type Digest } from '../../model/digest.ts';
import { collectContent } from '../domain/content-collection.ts';
import { remove } from '../store/database.ts';
import { isLoopback } from '../server/loopback.ts';
import { BLOBS, type BlobLink } from '../domain/records.ts';
import { repositoryRoute, type RegistryCall } from './access.ts';
import type { RegistryWorld } from './door.ts';
import { refuse, registryError } from './errors.ts';
import { countTraffic } from '../domain/usage.ts';
import type { World } from '../domain/world.ts';

const PATH = '/v2/{name*}/blobs/{digest}';

/** Reading and deleting blobs. Source: OCI distribution-spec 1.1, "Pulling blobs". */
export function blobRoutes(world: RegistryWorld): Route[] {
  const get = (call: RegistryCall): Reply => {
    const blob = findBlob(world, call);
    if (world.blobPort !== undefined && call.request.method === 'GET') {
      countTraffic(world, call.place.region, call.place.namespace, blob.size);
      return redirect(call.request, blob, world.blobPort);
    }
    return counted(world, call, serveBlob(world, call.request, blob));
  };
  return [
    repositoryRoute(world, 'GET', PATH, 'pull', get),
    repositoryRoute(world, 'HEAD', PATH, 'pull', get),
    repositoryRoute(world, 'DELETE', PATH, 'delete', async (call) => {
      const { digest } = findBlob(world, call);
      await world.database.write(remove(BLOBS, call.scope, digest));
      await collectContent(world, [digest]);
      return empty(202);
    }),
  ];
}

/** Adds what goes out to the traffic of the owner. */
function counted(world: World, { request, place }: RegistryCall, reply: Reply): Reply {
  const bytes = request.method === 'GET' && reply.status < 300 ? Number(reply.headers?.['content-length']) : 0;
  if (bytes > 0) countTraffic(world, place.region, place.namespace, bytes);
  return reply;
}

/** @throws {Refusal} DIGEST_INVALID or BLOB_UNKNOWN */
function findBlob(world: World, { scope, params }: RegistryCall): BlobLink {
  const digest = params['digest'] ?? '';
  if (!isDigest(digest)) throw refuse(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
  const blob = world.database.get(BLOBS, scope, digest);
  if (blob === undefined) throw refuse(404, 'BLOB_UNKNOWN', 'blob unknown to registry');
  return blob;
}

/** Digest headers, or none with the quirk no-digest-header. */
export function digestHeaders(world: World, digest: Digest): Record<string, string> {
  return world.quirks['no-digest-header'] ? {} : { 'docker-content-digest': digest };
}

/** The bytes of a blob, or the part that Range asks for. */
export function serveBlob(world: World, request: Request, { digest, size }: BlobLink): Reply {
  const fresh = { ...digestHeaders(world, digest), 'cache-control': 'max-age=31536000', etag: `"${digest}"` };
  if (request.headers['if-none-match'] === fresh.etag) return empty(304, fresh);
  const headers = { ...fresh, 'accept-ranges': 'bytes', 'content-type': 'application/octet-stream' };
  const range = parseRange(request.headers['range'], size);
  if (range === 'unsatisfiable') {
    return registryErrorForRange(size);
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  const body = size === 0 ? Buffer.alloc(0) : world.blobs.stream(digest, start, end);
  const length = { 'content-length': String(size === 0 ? 0 : end - start + 1) };
  if (range === undefined) return { status: 200, headers: { ...headers, ...length }, body };
  return { status: 206, headers: { ...headers, ...length, 'content-range': `bytes ${start}-${end}/${size}` }, body };
}

function registryErrorForRange(size: number): Reply {
  return registryError(416, 'RANGE_INVALID', 'invalid range', { 'content-range': `bytes */${size}` });
}

/** One range of bytes; several, or another unit, are ignored as RFC 9110 allows. */
function parseRange(
  header: string | undefined,
  size: number,
): { start: number; end: number } | 'unsatisfiable' | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || first + last === '') return undefined;
  if (first === '') {
    const count = Math.min(Number(last), size);
    return count === 0 ? 'unsatisfiable' : { start: size - count, end: size - 1 };
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return start > end ? 'unsatisfiable' : { start, end };
}

function redirect(request: Request, { digest }: BlobLink, port: number): Reply {
  const host = otherNameOf(hostOf(request).replace(/:\d+$/, ''), request.localAddress);
  const signed = 'AccessKeyId=EMULATOR&Expires=4102444800&Signature=emulated';
  return empty(307, { location: `http://${host}:${port}/obs/${digest}?${signed}` });
}

/**
 * Another name for this machine, since clients take away Authorization by name, not by port: `localhost` for a loopback
 * address, else the address that was called. Only an address of the network has no second name.
 */
function otherNameOf(host: string, localAddress: string): string {
  if (isLoopback(localAddress) && !/^localhost\.?$/i.test(host)) return 'localhost';
  return localAddress.includes(':') && !localAddress.startsWith('::ffff:')
    ? `[${localAddress}]`
    : localAddress.replace('::ffff:', '');
}

/** The second origin of the quirk blob-redirect: object storage, which takes the signed URL and nothing else. */
export function blobOriginRoutes(world: World): Route[] {
  const get = async (request: Request, params: Readonly<Record<string, string>>): Promise<Reply> => {
    const digest = params['digest'] ?? '';
    if (request.headers['authorization'] !== undefined) {
      return { status: 400, body: Buffer.from('<Error><Code>InvalidArgument</Code></Error>') };
    }
    if (!request.query.has('Signature') || !isDigest(digest)) return empty(403);
    const size = await world.blobs.size(digest);
    return size === undefined ? empty(404) : serveBlob(world, request, { digest, size });
  };
  return ['GET', 'HEAD'].map((method) => ({ method, path: '/obs/{digest}', handle: get }));
}
