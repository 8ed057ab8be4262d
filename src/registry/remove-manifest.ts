import { randomBytes } from 'node:crypto';
import type { HttpResponse } from '../http/message.ts';
import { digestOf } from '../model/digest.ts';
import type { ManifestAddress } from './manifest.ts';
import { manifestPath } from './paths.ts';
import { registryProblem } from './problem.ts';

const DONE = new Set([200, 202, 204]);
/** How registries say that they delete by digest only. The CNCF registry before 3.0: 400; Harbor: 400 or 405. */
const NOT_BY_TAG = new Set([400, 404, 405, 501]);

function sendDelete({ host, repository, key, signal }: ManifestAddress): Promise<HttpResponse> {
  return host.send({
    method: 'DELETE',
    url: manifestPath(repository, key),
    repository,
    access: 'delete',
    signal,
  });
}

async function problem(response: HttpResponse, { host, repository, key }: ManifestAddress) {
  const what = `Cannot remove ${host.host}/${repository}${key.includes(':') ? '@' : ':'}${key}`;
  return registryProblem(response, host, { repository, what });
}

/**
 * Deletes a manifest by its digest, and with it every tag that points to it.
 *
 * @throws {SwrctlError} FAILED with status 405 where nobody may; NOT_FOUND, AUTH_DENIED …
 */
export async function deleteManifest(address: ManifestAddress): Promise<void> {
  const response = await sendDelete(address);
  if (!DONE.has(response.status)) throw await problem(response, address);
  await response.discard();
}

/**
 * Deletes one tag that is there and leaves its image to the other ones.
 *
 * @param address with a tag as its key.
 * @returns false where the registry deletes whole images only.
 * @throws {SwrctlError} as `deleteManifest`.
 * @see OCI distribution-spec 1.1, "Deleting tags".
 */
export async function deleteTag(address: ManifestAddress): Promise<boolean> {
  const response = await sendDelete(address);
  if (DONE.has(response.status)) {
    await response.discard();
    return true;
  }
  if (!NOT_BY_TAG.has(response.status)) throw await problem(response, address);
  // Who deletes nothing at all says the same. The digest of random bytes is nobody's, so asking for it is safe.
  if (response.status === 405 && !(await mayDelete(address))) throw await problem(response, address);
  await response.discard();
  return false;
}

async function mayDelete(address: ManifestAddress): Promise<boolean> {
  const response = await sendDelete({ ...address, key: digestOf(randomBytes(32)) });
  await response.discard();
  return response.status !== 405;
}
