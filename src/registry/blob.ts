import type { Readable } from 'node:stream';
import { SwrctlError } from '../base/errors.ts';
import { relay } from '../http/relay.ts';
import { codingsOf, decoded } from '../http/content-coding.ts';
import { networkError } from '../http/failure.ts';
import type { HttpResponse } from '../http/message.ts';
import type { Descriptor } from '../model/descriptor.ts';
import type { Digest } from '../model/digest.ts';
import type { RegistryHost } from './host-types.ts';
import { look } from './look.ts';
import { blobPath } from './paths.ts';
import { registryProblem } from './problem.ts';

/** True when the registry holds the blob in this repository. A wrong length counts as absent. */
export async function hasBlob(
  host: RegistryHost,
  repository: string,
  { digest, size }: Pick<Descriptor, 'digest' | 'size'>,
  signal?: AbortSignal,
): Promise<boolean> {
  const response = await look(host, {
    kind: 'blob',
    isHarmless: true,
    url: blobPath(repository, digest),
    repository,
    access: 'push',
    getHeaders: { range: 'bytes=0-0' },
    signal,
  });
  if (response.status < 400 || response.status === 416) await response.discard();
  if (response.status === 200 || response.status === 206) return [undefined, size].includes(wholeSize(response));
  // There is no first byte of nothing.
  if (response.status === 416) return size === 0;
  if (response.status === 404) return false;
  throw await registryProblem(response, host, {
    repository,
    isPush: true, // it is asked with the rights of a push
    what: `Cannot look for ${digest} in ${host.host}/${repository}`,
  });
}

/** Bytes of the whole blob, where an answer says so. */
function wholeSize({ status, headers }: HttpResponse): number | undefined {
  const text = status === 206 ? /\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1] : headers['content-length'];
  return text === undefined ? undefined : Number(text);
}

/**
 * Opens a blob from an offset. Redirects to object storage are followed without credentials.
 *
 * @param size bytes of the whole blob, where that is known.
 * @throws {SwrctlError} NOT_FOUND, AUTH_DENIED …; NETWORK through the stream when it breaks.
 */
export async function openBlob(
  host: RegistryHost,
  repository: string,
  digest: Digest,
  offset = 0,
  signal?: AbortSignal,
  size?: number,
): Promise<Readable> {
  const response = await host.send({
    method: 'GET',
    url: blobPath(repository, digest),
    repository,
    access: 'pull',
    coded: true,
    headers: offset > 0 ? { range: `bytes=${offset}-` } : {},
    signal,
  });
  if (response.status !== 200 && response.status !== 206) throw await openProblem(response, host, repository, digest);
  // A server that ignores Range sends it all: what is there already is dropped.
  const from = response.status === 200 ? 0 : firstByte(response, offset);
  const body = isPackedForTheWay(response, size) ? decoded(response.headers, response.body).body : response.body;
  let left = offset - from;
  return relay(body, {
    part: (chunk) => {
      const rest = chunk.subarray(Math.min(left, chunk.length));
      left -= chunk.length - rest.length;
      return rest;
    },
    // A broken connection gets our words; undici's would reach the user.
    goOn: (error) => Promise.reject(networkError(error, { method: 'GET', url: response.url, signal })),
  });
}

/**
 * Servers say `Content-Encoding: gzip` of bodies that they packed for the way, and of layers that are gzip themselves:
 * those have the length of the blob. A part of a body cannot be unpacked.
 */
function isPackedForTheWay({ status, headers }: HttpResponse, size: number | undefined): boolean {
  return status === 200 && codingsOf(headers).length > 0 && Number(headers['content-length']) !== size;
}

/** Where a 206 begins; servers may begin earlier than they were asked to. */
function firstByte({ headers, url }: HttpResponse, asked: number): number {
  const range = headers['content-range'];
  const first = range === undefined ? asked : Number(/^bytes (\d+)-/.exec(range)?.[1] ?? Number.NaN);
  if (first <= asked) return first;
  throw new SwrctlError('API_SHAPE', `${url.host} was asked for bytes from ${asked} on and sends "${range}"`);
}

async function openProblem(
  response: HttpResponse,
  host: RegistryHost,
  repository: string,
  digest: Digest,
): Promise<SwrctlError> {
  const where =
    response.url.host === host.host ? '' : ` (redirected to ${response.url.host}; a firewall must allow it)`;
  return registryProblem(response, host, {
    repository,
    what: `Cannot read ${digest} from ${host.host}/${repository}${where}`,
  });
}
