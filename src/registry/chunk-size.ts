import type { HttpResponse } from '../http/message.ts';
import { SwrctlError } from '../base/errors.ts';

/** Larger pieces are not held in memory, whoever asks for them. */
const MAX_CHUNK = 256 * 1024 * 1024;

/** Answers that a registry, or what stands before it, gives to a body that is too long, or that is not in pieces. */
const WANTS_PIECES = new Set([413, 416]);

/**
 * The smallest piece that a registry takes, where it says one when it opens an upload. What cannot be a size says
 * nothing.
 *
 * @see OCI distribution-spec 1.1, "Pushing a blob in chunks".
 */
export function smallestChunk({ headers }: HttpResponse): number | undefined {
  const size = Number(/^\s*(\d{1,12})\s*$/.exec(headers['oci-chunk-min-length'] ?? '')?.[1] ?? Number.NaN);
  return size > 0 && size <= MAX_CHUNK ? size : undefined;
}

/** Bytes per PATCH: what the user said, unless the registry takes only larger ones; undefined for one stream. */
export function chunkSizeFor(asked: number | undefined, smallest: number | undefined): number | undefined {
  return asked === undefined ? undefined : Math.max(asked, smallest ?? 0);
}

/** True when the same upload may succeed in pieces. */
export function wantsPieces(error: unknown): error is SwrctlError {
  return error instanceof SwrctlError && WANTS_PIECES.has(error.service?.status ?? 0);
}

/** What to do about a body that is too long for somebody on the way, where nobody says how long it may be. */
export function withChunkHint(problem: SwrctlError): SwrctlError {
  if (problem.service?.status !== 413) return problem;
  const { code, message, service, cause } = problem;
  const hint = 'Send the layers in pieces: add --chunk-size 16MiB';
  return new SwrctlError(code, message, { hint, service, cause });
}
