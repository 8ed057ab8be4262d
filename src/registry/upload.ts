import { Transform, pipeline, type Readable } from 'node:stream';
import { allowRelease } from '../base/block-memory.ts';
import { inBlocks } from '../content/blocks.ts';
import { SwrctlError } from '../base/errors.ts';
import { isTransient } from '../http/failure.ts';
import type { BodySource, HttpResponse } from '../http/message.ts';
import type { BlobEvents, OpenAt } from '../model/content.ts';
import { algorithmOf, digestOfHash, type Digest, type DigestAlgorithm } from '../model/digest.ts';
import { hasBlob } from './blob.ts';
import { chunkSizeFor, smallestChunk, wantsPieces, withChunkHint } from './chunk-size.ts';
import { uploadsPath } from './paths.ts';
import {
  beginAnew,
  createUploadState,
  locationOf,
  recover,
  storedBytes,
  uploadProblem,
  type UploadState,
  type UploadTarget,
} from './upload-recovery.ts';

export interface UploadOptions extends UploadTarget {
  /** The stored bytes from an offset on; opened again for another try. */
  readonly open: OpenAt;
  /** Known beforehand; otherwise the last byte tells. */
  readonly expected?: { readonly digest: Digest; readonly size: number };
  readonly events?: BlobEvents | undefined;
  /** Bytes per PATCH, held in memory. Default: one streamed PATCH, which is what SWR is known to take. */
  readonly chunkSize?: number | undefined;
  /** An upload that is open already, left over from a mount. */
  readonly session?: URL | undefined;
}

/** Tokens are renewed before the closing PUT when they have less than this to live. */
const CLOSING_TOKEN_LIFE_MS = 60_000;

/**
 * Uploads one blob: POST, one streamed PATCH, PUT. After a cut it asks the session for its offset and goes on there;
 * a session that is gone is begun again. After a lost answer to the PUT it looks whether the blob is there.
 *
 * @returns digest and size of what the registry now holds.
 * @throws {SwrctlError} AUTH_DENIED; CONTENT_MISMATCH when the bytes are not the expected ones; NETWORK, THROTTLED after
 *   the last try.
 * @see OCI distribution-spec 1.1, "Pushing blobs".
 */
export async function uploadBlob(options: UploadOptions): Promise<{ digest: Digest; size: number }> {
  const state = createUploadState(options.host.http.now(), algorithmFor(options));
  state.location = options.session;
  for (;;) {
    state.location ??= await openSession(options, state); // has had its own tries
    try {
      await sendBody(options, state);
      return await commit(options, state);
    } catch (error) {
      if (goOnInPieces(options, state, error) || (await recover(options, state, error)) === 'restart') {
        options.events?.onRestart?.();
      }
    }
  }
}

async function openSession(options: UploadOptions, state: UploadState): Promise<URL> {
  const { location, smallest } = await beginUpload(options);
  state.smallestChunk = smallest;
  return location;
}

/** A registry that refuses one long body, and has said how long pieces are to be, gets them so. */
function goOnInPieces({ chunkSize }: UploadOptions, state: UploadState, error: unknown): boolean {
  const isNew = chunkSize === undefined && state.chunkSize === undefined && state.smallestChunk !== undefined;
  if (!isNew || !wantsPieces(error)) return false;
  state.chunkSize = state.smallestChunk;
  beginAnew(state);
  return true;
}

/** A blob of unknown digest gets the usual one. */
function algorithmFor({ expected }: UploadOptions): DigestAlgorithm {
  return expected === undefined ? 'sha256' : algorithmOf(expected.digest);
}

/** @returns where the upload goes on, and the smallest piece that the registry takes, where it says so. */
export async function beginUpload(
  options: UploadOptions,
): Promise<{ readonly location: URL; readonly smallest: number | undefined }> {
  const { host, repository, signal } = options;
  const response = await host.send({
    method: 'POST',
    url: uploadsPath(repository),
    repository,
    access: 'push',
    headers: { 'content-length': '0' },
    signal,
  });
  if (response.status !== 202) throw await uploadProblem(response, options);
  await response.discard();
  return { location: locationOf(response), smallest: smallestChunk(response) };
}

/** 202 by the specification; some registries say it otherwise. */
const STORED = new Set([201, 202, 204]);

/** Sends what the registry does not have yet: in one stream, or in pieces of `chunkSize`. */
async function sendBody(options: UploadOptions, state: UploadState): Promise<void> {
  // Everything was sent and only the answer got lost.
  if (state.complete && state.stored === state.hashed) return;
  const { expected } = options;
  const chunkSize = chunkSizeFor(options.chunkSize ?? state.chunkSize, state.smallestChunk);
  const from = state.stored;
  if (chunkSize !== undefined) {
    for await (const chunk of inBlocks(await bodyFrom(options, state, from), chunkSize)) {
      await patch(options, state, chunk, `${state.stored}-${state.stored + chunk.length - 1}`);
      state.stored += chunk.length;
    }
    return;
  }
  const size = expected === undefined ? {} : { size: expected.size - from };
  const range = from > 0 && expected ? `${from}-${expected.size - 1}` : undefined;
  const response = await patch(options, state, { open: () => bodyFrom(options, state, from), ...size }, range);
  if (from > 0) checkResumed(response, options, state);
  state.stored = state.hashed;
}

function sessionOf({ location }: UploadState): URL {
  if (location !== undefined) return location;
  throw new SwrctlError('FAILED', 'an upload went on before it was opened');
}

async function patch(
  options: UploadOptions,
  state: UploadState,
  body: Buffer | BodySource,
  range: string | undefined,
): Promise<HttpResponse> {
  const { host, repository, signal } = options;
  const response = await host.send({
    method: 'PATCH',
    url: sessionOf(state),
    repository,
    access: 'push',
    headers: { 'content-type': 'application/octet-stream', ...(range === undefined ? {} : { 'content-range': range }) },
    body,
    retry: false,
    signal,
  });
  if (!STORED.has(response.status)) throw await patchProblem(response, options, state);
  state.refusals.length = 0;
  await response.discard();
  state.location = locationOf(response, state.location);
  return response;
}

/** A registry that was still storing the first part when it was asked for its end has some bytes twice. */
function checkResumed({ headers, url }: HttpResponse, { label }: UploadOptions, state: UploadState): void {
  const held = storedBytes(headers['range']);
  if (held === undefined || held === state.hashed) return;
  state.isSpoiled = true;
  throw new SwrctlError(
    'NETWORK',
    `${url.host} holds ${held} bytes of ${label}, not the ${state.hashed} that were sent`,
  );
}

async function patchProblem(response: HttpResponse, options: UploadOptions, state: UploadState): Promise<SwrctlError> {
  const problem = await uploadProblem(response, options);
  if (response.status === 401) state.refusals.push(problem);
  return withChunkHint(problem);
}

async function bodyFrom(options: UploadOptions, state: UploadState, from: number): Promise<Readable> {
  const source = await options.open(from, options.signal);
  return pipeline(source, tally(options, state, from), () => undefined);
}

/** Hashes each byte once, counts progress, and stops at the first byte too many. */
function tally({ expected, label, events, host }: UploadOptions, state: UploadState, from: number): Transform {
  let position = from;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const known = Math.min(chunk.length, Math.max(0, state.hashed - position));
      if (known < chunk.length) state.hash.update(chunk.subarray(known));
      position += chunk.length;
      state.hashed = Math.max(state.hashed, position);
      state.progressAt = host.http.now();
      events?.onBytes?.(chunk.length);
      allowRelease(chunk); // for another try the source is opened anew
      done(expected && position > expected.size ? mismatch(label, 'it is longer than its size') : null, chunk);
    },
    flush(done) {
      const short = expected !== undefined && position < expected.size;
      state.complete = !short;
      done(short ? mismatch(label, `it ends after ${position} of ${expected.size} bytes`) : null);
    },
  });
}

function mismatch(label: string, why: string): SwrctlError {
  return new SwrctlError('CONTENT_MISMATCH', `${label} is damaged: ${why}`);
}

async function commit(options: UploadOptions, state: UploadState): Promise<{ digest: Digest; size: number }> {
  const { host, repository, expected, label, signal } = options;
  const digest = digestOfHash(state.hash.copy(), algorithmFor(options));
  if (expected !== undefined && digest !== expected.digest) {
    throw mismatch(label, `its digest is ${digest}, not ${expected.digest}`);
  }
  const url = new URL(sessionOf(state));
  url.search += `${url.search === '' ? '' : '&'}digest=${encodeURIComponent(digest)}`;
  try {
    const response = await host.send({
      method: 'PUT',
      url,
      repository,
      access: 'push',
      headers: { 'content-length': '0', 'content-type': 'application/octet-stream' },
      minTokenLifeMs: CLOSING_TOKEN_LIFE_MS,
      retry: false,
      signal,
    });
    if (response.status !== 201 && response.status !== 204) throw await uploadProblem(response, options);
    await response.discard();
  } catch (error) {
    // The answer may be lost, not the blob.
    if (!mayBeStored(error) || !(await hasBlob(host, repository, { digest, size: state.hashed }, signal))) throw error;
  }
  return { digest, size: state.hashed };
}

function mayBeStored(error: unknown): boolean {
  return isTransient(error) || (error instanceof SwrctlError && (error.service?.status ?? 0) >= 500);
}
