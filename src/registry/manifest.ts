import { SwrctlError } from '../errors.ts';
import type { HttpResponse } from '../http/message.ts';
import { ACCEPTED_MANIFESTS } from '../model/media-type.ts';
import { MAX_MANIFEST_SIZE, parseManifest, type ImageIndex, type ImageManifest } from '../model/manifest.ts';
import { algorithmOf, digestOf, isDigest, type Digest } from '../model/digest.ts';
import type { RegistryHost } from './host.ts';
import { registryProblem } from './problem.ts';

/** A manifest in a repository: `key` is a tag or a digest. */
export interface ManifestAddress {
  readonly host: RegistryHost;
  readonly repository: string;
  readonly key: string;
  readonly signal?: AbortSignal;
}

const ACCEPT = ACCEPTED_MANIFESTS.join(', ');

function describe({ host, repository, key }: ManifestAddress): string {
  return `${host.host}/${repository}${isDigest(key) ? '@' : ':'}${key}`;
}

function path({ repository, key }: ManifestAddress): string {
  return `/v2/${repository}/manifests/${key}`;
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
    url: path(address),
    repository,
    access: 'pull',
    headers: { accept: ACCEPT },
    readWhole: MAX_MANIFEST_SIZE,
    ...(signal ? { signal } : {}),
  });
  if (response.status !== 200) throw await manifestProblem(response, address, `Cannot read ${describe(address)}`);
  const bytes = await response.bytes(MAX_MANIFEST_SIZE);
  const found = isDigest(key) ? digestOf(bytes, algorithmOf(key)) : key;
  if (found !== key) {
    throw new SwrctlError('CONTENT_MISMATCH', `${describe(address)} is damaged: its digest is ${found}`);
  }
  return parseManifest(bytes, response.headers['content-type'], describe(address));
}

/** The digest that a tag has now, without reading the manifest where the registry tells; undefined when absent. */
export async function headManifest(
  address: ManifestAddress,
): Promise<{ digest?: Digest; size?: number; mediaType?: string } | undefined> {
  const { host, repository, signal } = address;
  const response = await host.send({
    method: 'HEAD',
    url: path(address),
    repository,
    access: 'pull',
    headers: { accept: ACCEPT },
    ...(signal ? { signal } : {}),
  });
  await response.discard();
  if (response.status === 404) return undefined;
  if (response.status !== 200) throw await manifestProblem(response, address, `Cannot look for ${describe(address)}`);
  const digest = response.headers['docker-content-digest'] ?? '';
  const size = Number(response.headers['content-length']);
  const mediaType = response.headers['content-type'];
  return {
    ...(isDigest(digest) ? { digest } : {}),
    ...(Number.isSafeInteger(size) && size > 0 ? { size } : {}),
    ...(mediaType ? { mediaType } : {}),
  };
}

/** 201 by the specification; some registries say it otherwise. */
const STORED = new Set([200, 201, 202, 204]);

/**
 * Stores a manifest under a tag or its digest.
 *
 * @throws {SwrctlError} MANIFEST_REFUSED with the registry's text; CONTENT_MISMATCH when the registry computed another digest.
 */
export async function putManifest(address: ManifestAddress, manifest: ImageManifest | ImageIndex): Promise<void> {
  const { host, repository, signal } = address;
  const { mediaType, digest } = manifest.descriptor;
  const response = await host.send({
    method: 'PUT',
    url: path(address),
    repository,
    access: 'push',
    headers: { 'content-type': mediaType },
    body: manifest.bytes,
    ...(signal ? { signal } : {}),
  });
  if (!STORED.has(response.status)) {
    throw await manifestProblem(response, address, `Cannot push ${describe(address)}`);
  }
  await response.discard();
  const stored = response.headers['docker-content-digest'];
  if (stored !== undefined && isDigest(stored) && stored.startsWith('sha256:') && stored !== digest) {
    throw new SwrctlError('CONTENT_MISMATCH', `${host.host} stored ${describe(address)} as ${stored}, not ${digest}`);
  }
}

async function manifestProblem(response: HttpResponse, address: ManifestAddress, what: string): Promise<SwrctlError> {
  const { host, repository, key } = address;
  const problem = await registryProblem(response, { login: await host.login(), repository, what });
  // A missing organization shows at the token already, as 401, and has words of its own.
  if (problem.code !== 'NOT_FOUND' || response.status !== 404) return problem;
  return new SwrctlError(
    'NOT_FOUND',
    `${host.host}/${repository} has no ${isDigest(key) ? 'manifest' : 'tag'} "${key}"`,
    {
      hint: `List what is there with: swrctl tag list ${repository}`,
      ...(problem.service ? { service: problem.service } : {}),
    },
  );
}
