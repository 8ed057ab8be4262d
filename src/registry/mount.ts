import type { Digest } from '../model/digest.ts';
import { hasCode } from '../base/errors.ts';
import { mountPath } from './paths.ts';
import { locationOf, type UploadTarget } from './upload-recovery.ts';

/**
 * Asks the registry to take a blob from another of its repositories. Never fails a push: a token that is refused, an
 * answer that is odd or a registry that ignores the wish all end in the plain upload.
 *
 * @param from the other repository; undefined asks for nothing.
 * @returns `mounted`; or the upload that the registry opened instead; or undefined.
 * @see OCI distribution-spec 1.1, "Mounting a blob from another repository".
 */
export async function mountBlob(
  { host, repository, signal }: UploadTarget,
  digest: Digest,
  from: string | undefined,
): Promise<'mounted' | URL | undefined> {
  if (from === undefined || from === repository) return undefined;
  try {
    const response = await host.send({
      method: 'POST',
      url: mountPath(repository, digest, from),
      repository,
      access: 'push',
      alsoPull: from,
      headers: { 'content-length': '0' },
      signal,
    });
    await response.discard();
    if (response.status === 201) return 'mounted';
    return response.status === 202 ? locationOf(response) : undefined;
  } catch (error) {
    if (signal?.aborted === true || hasCode(error, 'BLOCKED', 'INTERRUPTED', 'TERMINATED')) throw error;
    return undefined;
  }
}
