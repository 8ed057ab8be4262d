import { SwrctlError } from '../base/errors.ts';
import { isTransient } from '../http/failure.ts';
import type { HttpResponse } from '../http/message.ts';
import { isNamed } from '../problem/codes.ts';
import { parseProblem } from '../problem/parse.ts';
import { buffered } from '../http/response.ts';
import { verdictOf } from '../http/retry.ts';
import { ACCEPTED_MANIFESTS, isForeignLayer } from '../model/media-type.ts';
import { MAX_MANIFEST_SIZE, parseManifest, type ImageIndex, type ImageManifest } from '../model/manifest.ts';
import { algorithmOf, digestOf, isDigest, isDigestOf, parseDigest, type Digest } from '../model/digest.ts';
import type { AuthorizedRequest, RegistryHost } from './host-types.ts';
import { writtenHost } from '../model/docker-hub.ts';
import { look } from './look.ts';
import { manifestPath } from './paths.ts';
import { registryProblem } from './problem.ts';

/** A manifest in a repository: `key` is a tag or a digest. */
export interface ManifestAddress {
  readonly host: RegistryHost;
  readonly repository: string;
  readonly key: string;
  readonly signal?: AbortSignal | undefined;
}

const ACCEPT = ACCEPTED_MANIFESTS.join(', ');

function describe({ host, repository, key }: ManifestAddress): string {
  return `${host.host}/${repository}${isDigest(key) ? '@' : ':'}${key}`;
}

/**
 * Reads a manifest or index. The digest is that of the bytes, whatever the header says.
 *
 * @throws {SwrctlError} NOT_FOUND; CONTENT_MISMATCH when it was asked for by digest and is another one.
 */
export async function getManifest(address: ManifestAddress): Promise<ImageManifest | ImageIndex> {
  const { host, repository, key, signal } = address;
  const response = await host.send({
    method: 'GET',
    url: manifestPath(repository, key),
    repository,
    access: 'pull',
    headers: { accept: ACCEPT },
    readWhole: MAX_MANIFEST_SIZE,
    signal,
  });
  if (response.status !== 200) throw await manifestProblem(response, address, `Cannot read ${describe(address)}`);
  const bytes = await response.bytes(MAX_MANIFEST_SIZE);
  const digest = checkedDigest(address, bytes);
  return parseManifest(bytes, response.headers['content-type'], describe(address), algorithmOf(digest));
}

/** The digest of what was read. @throws {SwrctlError} CONTENT_MISMATCH when it was asked for by another one. */
function checkedDigest(address: ManifestAddress, bytes: Buffer): Digest {
  const { key } = address;
  const found = digestOf(bytes, isDigest(key) ? algorithmOf(key) : 'sha256');
  if (!isDigest(key) || found === key) return found;
  throw new SwrctlError('CONTENT_MISMATCH', `${describe(address)} is damaged: its digest is ${found}`);
}

/** What stands under a tag or digest now. */
export interface FoundManifest {
  readonly digest: Digest;
  /** Bytes, where it is told. */
  readonly size?: number;
  readonly mediaType?: string;
}

/**
 * Looks what a tag has now; undefined when it is absent. One HEAD where the registry answers that rightly, else the
 * manifest is read and hashed.
 *
 * @throws {SwrctlError} AUTH_DENIED …; CONTENT_MISMATCH when it was asked for by digest and is another one.
 */
export async function headManifest(address: ManifestAddress): Promise<FoundManifest | undefined> {
  const { host, repository, key, signal } = address;
  const response = await look(host, {
    kind: isDigest(key) ? 'manifest' : 'tag',
    isEnough: ({ headers }) => isDigest(headers['docker-content-digest'] ?? ''),
    url: manifestPath(repository, key),
    repository,
    access: 'pull',
    headers: { accept: ACCEPT },
    readWhole: MAX_MANIFEST_SIZE,
    signal,
  });
  if (response.status === 404) return undefined;
  if (response.status !== 200) throw await manifestProblem(response, address, `Cannot look for ${describe(address)}`);
  const mediaType = response.headers['content-type'];
  return { ...(await factsOf(response, address)), ...(mediaType ? { mediaType } : {}) };
}

async function factsOf(response: HttpResponse, address: ManifestAddress): Promise<FoundManifest> {
  if (response.method !== 'HEAD') {
    const bytes = await response.bytes(MAX_MANIFEST_SIZE);
    return { digest: checkedDigest(address, bytes), size: bytes.length };
  }
  const size = Number(response.headers['content-length']);
  const digest = parseDigest(response.headers['docker-content-digest'] ?? '');
  return { digest, ...(Number.isSafeInteger(size) && size > 0 ? { size } : {}) };
}

/** 201 by the specification; some registries say it otherwise. */
const STORED = new Set([200, 201, 202, 204]);

/**
 * Stores a manifest under a tag or its digest.
 *
 * @throws {SwrctlError} MANIFEST_REFUSED with the registry's text; CONTENT_MISMATCH when the registry computed another digest.
 */
export async function putManifest(address: ManifestAddress, manifest: ImageManifest | ImageIndex): Promise<void> {
  const { host, repository, key, signal } = address;
  const { mediaType, digest } = manifest.descriptor;
  const response = await sendManifest(host, manifest, {
    method: 'PUT',
    url: manifestPath(repository, key),
    repository,
    access: 'push',
    headers: { 'content-type': mediaType },
    body: manifest.bytes,
    signal,
  });
  if (!STORED.has(response.status)) {
    throw await manifestProblem(response, address, `Cannot push ${describe(address)}`, true);
  }
  await response.discard();
  const stored = response.headers['docker-content-digest'];
  if (stored !== undefined && isDigest(stored) && !isDigestOf(stored, manifest.bytes)) {
    throw new SwrctlError('CONTENT_MISMATCH', `${host.host} stored ${describe(address)} as ${stored}, not ${digest}`);
  }
}

/**
 * The CNCF registry refuses layers that lie elsewhere by a 500 of its own, which another try does not change. A 500 of
 * anybody else is tried again like all others. Source: distribution, registry/handlers/manifests.go, PutManifest.
 */
async function sendManifest(
  host: RegistryHost,
  manifest: ImageManifest | ImageIndex,
  request: AuthorizedRequest,
): Promise<HttpResponse> {
  if (manifest.kind === 'index' || !manifest.layers.some(isForeignLayer)) return host.send(request);
  const response = await host.send({ ...request, retry: false }).catch((error: unknown) => {
    if (isTransient(error) && request.signal?.aborted !== true) return undefined;
    throw error;
  });
  if (response === undefined) return host.send(request);
  const { response: answer, text } = await buffered(response);
  const problem = parseProblem(text);
  const isRefused = answer.status === 500 && isNamed(problem.serviceCode, 'UNKNOWN');
  return isRefused || verdictOf(answer.status, problem) === 'final' ? answer : host.send(request);
}

async function manifestProblem(
  response: HttpResponse,
  address: ManifestAddress,
  what: string,
  isPush = false,
): Promise<SwrctlError> {
  const { host, repository, key } = address;
  const problem = await registryProblem(response, host, { repository, what, isPush });
  // A missing organization shows at the token already, as 401, and has words of its own.
  if (problem.code !== 'NOT_FOUND' || response.status !== 404) return problem;
  return new SwrctlError(
    'NOT_FOUND',
    `${host.host}/${repository} has no ${isDigest(key) ? 'manifest' : 'tag'} "${key}"`,
    {
      hint: `List what is there with: swrctl tag list ${(await host.facts()).isSwr ? '' : `${writtenHost(host.host)}/`}${repository}`,
      service: problem.service,
    },
  );
}
