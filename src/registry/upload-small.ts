import { SwrctlError } from '../base/errors.ts';
import { isTransient } from '../http/failure.ts';
import { hasBlob } from './blob.ts';
import { beginUpload, uploadBlob, type UploadOptions } from './upload.ts';
import type { RegistryHost } from './host-types.ts';
import { wholeBlobPath } from './paths.ts';
import { locationOf, uploadProblem } from './upload-recovery.ts';
import { isDigestOf, type Digest } from '../model/digest.ts';

/** An upload whose digest is known. */
type SmallUpload = UploadOptions & { readonly expected: { readonly digest: Digest; readonly size: number } };

/** Answers after which the long form may still work: no such session, or not in one piece. */
const LONG_FORM = new Set([400, 404, 405, 411, 415, 416]);

/** Blobs up to this many bytes are worth a try of the shortest form, in which a registry that ignores it gets them twice. */
const SHORTEST_FORM = 256 * 1024;

/** Whether a registry takes a blob with the POST, where that is known. */
const takesPost = new WeakMap<RegistryHost, boolean>();

/**
 * Uploads a small blob of known digest: with the POST where the registry takes it so, else POST and one PUT with the
 * whole body. A registry that wants it in the long form gets it so. Of SWR it is not known whether it takes the first one;
 * it is not tried there.
 *
 * @see OCI distribution-spec 1.1, "Pushing a blob monolithically".
 */
export async function uploadSmallBlob(options: SmallUpload): Promise<void> {
  const { host, repository, expected, label, open, events, signal } = options;
  const bytes = await readWhole(options);
  if (bytes.length !== expected.size || !isDigestOf(expected.digest, bytes)) {
    throw new SwrctlError('CONTENT_MISMATCH', `${label} is damaged: its bytes do not match its digest and size`);
  }
  const begun = await postWhole(options, bytes);
  if (begun === 'stored') return;
  const url = begun ?? (await beginUpload(options)).location;
  url.search += `${url.search === '' ? '' : '&'}digest=${encodeURIComponent(expected.digest)}`;
  const response = await host.send({
    method: 'PUT',
    url,
    repository,
    access: 'push',
    headers: { 'content-type': 'application/octet-stream' },
    body: bytes,
    signal,
  });
  if (response.status === 201 || response.status === 204) {
    await response.discard();
    events?.onBytes?.(bytes.length);
    return;
  }
  if (!LONG_FORM.has(response.status)) throw await uploadProblem(response, options);
  await response.discard();
  // A first answer that got lost leaves no session either.
  if (!(await hasBlob(host, repository, expected, signal))) await uploadBlob({ ...options, open });
}

/**
 * Tries the shortest form, until a registry has shown that it does not know it.
 *
 * @returns the upload that the registry opened instead; undefined when it did neither.
 */
async function postWhole(options: SmallUpload, bytes: Buffer): Promise<'stored' | URL | undefined> {
  const { host, repository, expected, events, signal } = options;
  const isTried = takesPost.get(host) !== false && bytes.length <= SHORTEST_FORM && !(await host.facts()).isSwr;
  if (!isTried) return undefined;
  const response = await host
    .send({
      method: 'POST',
      url: wholeBlobPath(repository, expected.digest),
      repository,
      access: 'push',
      headers: { 'content-type': 'application/octet-stream' },
      body: bytes,
      retry: false,
      signal,
    })
    .catch((error: unknown) => {
      if (isTransient(error) && signal?.aborted !== true) return undefined;
      throw error;
    });
  if (response === undefined) return undefined;
  // Whatever else is the matter, the usual way will say it in the usual words.
  await response.discard();
  const isStored = response.status === 201;
  takesPost.set(host, isStored);
  if (isStored) events?.onBytes?.(bytes.length);
  if (isStored) return 'stored';
  return response.status === 202 ? locationOf(response) : undefined;
}

async function readWhole({ open, expected, signal }: UploadOptions): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of (await open(0, signal)) as AsyncIterable<Buffer>) {
    size += chunk.length;
    chunks.push(chunk);
    if (expected !== undefined && size > expected.size) break;
  }
  return Buffer.concat(chunks);
}
