import { SwrctlError } from '../base/errors.ts';
import { hasBlob } from './blob.ts';
import { beginUpload, uploadBlob, type UploadOptions } from './upload.ts';
import { uploadProblem } from './upload-recovery.ts';
import { isDigestOf, type Digest } from '../model/digest.ts';

/** Answers after which the long form may still work: no such session, or not in one piece. */
const LONG_FORM = new Set([400, 404, 405, 411, 415, 416]);

/**
 * Uploads a small blob of known digest: POST, then one PUT with the whole body. A registry that wants it in the long
 * form gets it so.
 *
 * @see OCI distribution-spec 1.1, "Pushing a blob monolithically".
 */
export async function uploadSmallBlob(
  options: UploadOptions & { readonly expected: { readonly digest: Digest; readonly size: number } },
): Promise<void> {
  const { host, repository, expected, label, open, events, signal } = options;
  const bytes = await readWhole(options);
  if (bytes.length !== expected.size || !isDigestOf(expected.digest, bytes)) {
    throw new SwrctlError('CONTENT_MISMATCH', `${label} is damaged: its bytes do not match its digest and size`);
  }
  const { location: url } = await beginUpload(options);
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
