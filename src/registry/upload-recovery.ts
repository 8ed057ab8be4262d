import { createHash, type Hash } from 'node:crypto';
import { SwrctlError } from '../base/errors.ts';
import { isTransient } from '../http/failure.ts';
import type { HttpResponse } from '../http/message.ts';
import { backoffMs, retryAfterMs, verdictOf } from '../http/retry.ts';
import { isCode } from '../problem/codes.ts';
import type { DigestAlgorithm } from '../model/digest.ts';
import type { RegistryHost } from './host-types.ts';
import { registryProblem } from './problem.ts';

/** Where an upload goes. */
export interface UploadTarget {
  readonly host: RegistryHost;
  readonly repository: string;
  /** How a person finds the blob. */
  readonly label: string;
  readonly signal?: AbortSignal | undefined;
  /** Tries after the first that moved no bytes. Default 5. */
  readonly retries?: number | undefined;
}

/** What is known about an upload between two tries. */
export interface UploadState {
  /** Where the session goes on; undefined before it was opened or after it was thrown away. */
  location: URL | undefined;
  /** Bytes that the registry has. */
  stored: number;
  /** Bytes that were hashed: each byte once, however often it is sent. */
  hashed: number;
  readonly hash: Hash;
  /** True when the source was read to its end. */
  complete: boolean;
  /** When the last byte moved: milliseconds since the epoch. */
  progressAt: number;
  /** `hashed` at the last failure. */
  hashedAtFailure: number;
  /** Failures in a row without a byte between them. */
  failures: number;
  /** 401 answers to the bytes themselves, in a row: the token ended on the way. */
  readonly refusals: SwrctlError[];
  /** True when the session holds other bytes than were sent, so that it is of no use. */
  isSpoiled: boolean;
  /** True when the session went on after a failure. */
  isResumed: boolean;
  /** Bytes of the smallest piece that the registry takes, where it has said so. */
  smallestChunk: number | undefined;
  /** Bytes per PATCH since the registry refused one stream. */
  chunkSize: number | undefined;
}

/** @param algorithm of the digest that the blob is to have. */
export function createUploadState(now: number, algorithm: DigestAlgorithm): UploadState {
  return {
    location: undefined,
    stored: 0,
    hashed: 0,
    complete: false,
    progressAt: now,
    hashedAtFailure: 0,
    failures: 0,
    isSpoiled: false,
    isResumed: false,
    smallestChunk: undefined,
    chunkSize: undefined,
    hash: createHash(algorithm),
    refusals: [],
  };
}

/**
 * A blob that moves no byte for this long is given up, however many tries are left. Source:
 * docs/reference/other-clients.md#no-progress.
 */
const NO_PROGRESS_LIMIT_MS = 5 * 60_000;

/** A session that the registry no longer knows, or whose offset it disputes, is thrown away. */
function isSessionLost(error: SwrctlError, { isResumed }: UploadState): boolean {
  const status = error.service?.status;
  // Our bytes were checked, so it is the seam between two parts that is wrong.
  if (isResumed && isCode(error, 'DIGEST_INVALID')) return true;
  if (status === 416 || isCode(error, 'BLOB_UPLOAD_INVALID', 'BLOB_UPLOAD_UNKNOWN')) return true;
  return status === 404; // whatever its code: the session was opened, so a missing name shows when it is opened again
}

function isWorthAnotherTry(error: unknown, state: UploadState): error is SwrctlError {
  if (isTransient(error)) return true;
  if (!(error instanceof SwrctlError) || error.service?.status === undefined || error.code === 'BLOCKED') return false;
  // An expired token: the next request gets a new one. Twice in a row it is not the token.
  if (error.service.status === 401) return state.refusals.length === 1 && state.refusals[0] === error;
  return isSessionLost(error, state) || verdictOf(error.service.status, error.service) !== 'final';
}

/**
 * Decides after a failure: rethrows what is final, else waits and finds out where to go on. `restart` means that the
 * session is gone and `state.location` with it.
 */
export async function recover(target: UploadTarget, state: UploadState, error: unknown): Promise<'resume' | 'restart'> {
  const { http } = target.host;
  countFailure(state);
  const isOver = state.failures > (target.retries ?? 5) || http.now() - state.progressAt > NO_PROGRESS_LIMIT_MS;
  if (target.signal?.aborted === true || isOver || !isWorthAnotherTry(error, state)) throw error;
  await http.sleep(waitAfter(error, target, state), target.signal);
  const offset = state.isSpoiled || isSessionLost(error, state) ? undefined : await askOffset(target, state);
  if (offset === undefined) state.location = undefined;
  goOnFrom(state, offset ?? 0);
  return offset === undefined ? 'restart' : 'resume';
}

/** Throws the session away without counting a failure: the next one is used in another way. */
export function beginAnew(state: UploadState): void {
  state.location = undefined;
  goOnFrom(state, 0);
}

function goOnFrom(state: UploadState, offset: number): void {
  // What was read ahead says little: what arrived is progress.
  if (offset > state.stored) state.failures = 0;
  state.stored = offset;
  state.isSpoiled = false;
  state.isResumed = offset > 0;
}

function waitAfter({ service }: SwrctlError, { host: { http } }: UploadTarget, { failures }: UploadState): number {
  return retryAfterMs(service?.retryAfter, http.now()) ?? backoffMs(failures, http.random);
}

/** Only failures with no byte moved between them count. */
function countFailure(state: UploadState): void {
  state.failures = state.hashed > state.hashedAtFailure ? 0 : state.failures + 1;
  state.hashedAtFailure = state.hashed;
}

/** How many bytes the session holds; undefined when it is gone or cannot tell. */
async function askOffset(target: UploadTarget, state: UploadState): Promise<number | undefined> {
  if (state.location === undefined) return undefined;
  const { host, repository, signal } = target;
  try {
    const response = await host.send({
      method: 'GET',
      url: state.location,
      repository,
      access: 'push',
      signal,
    });
    await response.discard();
    const offset = response.status === 204 ? storedBytes(response.headers['range']) : undefined;
    if (offset === undefined || offset > state.hashed) return undefined;
    state.location = locationOf(response, state.location);
    return offset;
  } catch (error) {
    if (isTransient(error)) return undefined;
    throw error;
  }
}

/** `Range: 0-N` → N + 1. "0-0" stands for one byte and for none, so it says nothing. */
export function storedBytes(range = ''): number | undefined {
  const last = /^(?:bytes=)?0-(\d+)$/.exec(range)?.[1];
  return last === undefined || last === '0' ? undefined : Number(last) + 1;
}

/** `Location` may be relative or absolute; its query belongs to it. */
export function locationOf(response: HttpResponse, fallback?: URL): URL {
  const location = response.headers['location'];
  if (location === undefined && fallback !== undefined) return fallback;
  if (location === undefined || !URL.canParse(location, response.url.href)) {
    throw new SwrctlError('API_SHAPE', `${response.url.host} opened an upload without saying where`);
  }
  const url = new URL(location, response.url);
  if (url.protocol === response.url.protocol || url.protocol === 'https:') return url;
  throw new SwrctlError('TLS', `${response.url.host} wants the upload to go on over ${url.protocol}//${url.host}`, {
    hint: 'Ask the operator of the registry: its own address is wrong there; swrctl does not leave HTTPS',
  });
}

export async function uploadProblem(
  response: HttpResponse,
  { host, repository, label }: UploadTarget,
): Promise<SwrctlError> {
  return registryProblem(response, host, {
    repository,
    isPush: true,
    what: `Cannot upload ${label} to ${host.host}/${repository}`,
  });
}
