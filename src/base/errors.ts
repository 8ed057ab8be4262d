import { LONG_SECRET, SHORTEST_SECRET, hideSecrets } from '../secrets/secrets.ts';

/** What went wrong, as scripts see it: JSON errors carry the code, and each code has one exit code (see exit-codes.ts). */
export type ErrorCode =
  | 'USAGE' // wrong command line
  | 'REFERENCE_INVALID' // a reference, digest, platform or name that cannot be parsed
  | 'SOURCE_MISSING' // the SOURCE operand names no file
  | 'IMAGE_AMBIGUOUS' // several images and no choice, or a choice that fits none
  | 'SOURCE_INVALID' // unreadable, truncated, altered or non-image source
  | 'CONTENT_MISMATCH' // bytes that are not what their descriptor says
  | 'NETWORK' // unreachable, reset, stalled
  | 'TLS' // certificate or protocol refused
  | 'DISK' // cannot read or write a local file, disk full
  | 'API_SHAPE' // an answer that does not have the documented shape
  | 'MANIFEST_REFUSED' // the registry does not take this manifest
  | 'CONFIG_INVALID' // a damaged profile, config.json or docker config
  | 'HELPER_FAILED' // a docker credential helper is missing or failed
  | 'KEYCHAIN_FAILED' // no keychain, or it is locked
  | 'FAILED' // anything else
  | 'PARTLY_FAILED' // part of a batch failed
  | 'AUTH_REQUIRED' // no credentials
  | 'AUTH_DENIED' // wrong credentials, or right ones without the right
  | 'NOT_FOUND'
  | 'CONFLICT' // exists already
  | 'OUTPUT_EXISTS'
  | 'REFUSED' // a guard said no: name, quota, limit, format
  | 'CONFIRMATION_REQUIRED'
  | 'THROTTLED'
  | 'BLOCKED' // the service shut the account out for a while
  | 'DIFFERENT'
  | 'INTERRUPTED'
  | 'TERMINATED';

/** What a server said, kept apart from our own words. */
export interface ServiceAnswer {
  /** The service's own code, for example `SVCSTG.SWR.4000097` or `MANIFEST_INVALID`. */
  readonly serviceCode?: string;
  /** HTTP status. */
  readonly status?: number;
  readonly requestId?: string;
  /** The server's text, as sent. */
  readonly text?: string;
  /** What the code or the text stands for, in our words; absent when it is not known. */
  readonly meaning?: string;
  /** `Retry-After`, as sent. */
  readonly retryAfter?: string;
  /** True: an earlier try of the request failed inside the service or on the way, and may have done its work. */
  readonly isAfterFailure?: boolean;
}

export interface ErrorDetails {
  /** One imperative line, with a runnable command where there is one. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
  readonly service?: ServiceAnswer | undefined;
}

/** What a server said may quote even a short secret, and has few words that one could be a part of. */
function hideInAnswer(answer: ServiceAnswer): ServiceAnswer {
  const hidden = Object.entries(answer).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'string' ? hideSecrets(value, { shortest: SHORTEST_SECRET }) : value,
  ]);
  return Object.fromEntries(hidden) as ServiceAnswer;
}

/**
 * The only error that swrctl throws on purpose. `message` is a fact without "Error:" and without a full stop;
 * nobody matches on it: `code` is what programs look at. Whatever of it can be printed holds no secret of any request
 * that was sent before: here all texts of servers pass.
 */
export class SwrctlError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly service: ServiceAnswer | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(hideSecrets(message), details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'SwrctlError';
    this.code = code;
    this.hint = details.hint === undefined ? undefined : hideSecrets(details.hint, { shortest: LONG_SECRET });
    this.service = details.service && hideInAnswer(details.service);
  }
}

/** True for an error of one of the given codes. */
export function hasCode(error: unknown, ...codes: readonly ErrorCode[]): error is SwrctlError {
  return error instanceof SwrctlError && codes.includes(error.code);
}

/** The `code` of a Node system error (`ENOENT`, `ECONNRESET`, `ENOSPC` …), if it is one. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
