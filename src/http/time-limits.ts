import { Readable } from 'node:stream';
import { timedStop } from '../base/abort.ts';
import { SwrctlError } from '../base/errors.ts';
import { describeRequest } from '../secrets/address.ts';
import type { HttpRequest } from './message.ts';

/** How long servers may take. */
export interface TimeLimits {
  /** Milliseconds to connect, TLS included. Default 10,000. */
  readonly connectTimeoutMs?: number;
  /** Milliseconds until the headers of an answer, counted from the last byte sent. Default 60,000. */
  readonly headersTimeoutMs?: number;
  /** Milliseconds for a whole answer that is read into memory, and for one that says what went wrong. Default 60,000. */
  readonly totalTimeoutMs?: number;
}

/** Interim answers (1xx) that a request may get; more of them are no answer but a way to keep us waiting. */
const MAX_INTERIM_ANSWERS = 16;
/** The slowest line that a body in memory is sent over before its answer is missed, in bytes per millisecond. */
const SLOWEST_LINE = 4;
const DEFAULT_MS = 60_000;
const DEFAULT_CONNECT_MS = 10_000;

/**
 * The clock of one exchange. An answer that is read whole has one limit for all of it; of an answer that streams the
 * headers have one, and its body has those of idleness. Neither bytes that trickle in nor interim answers put it off.
 */
export interface ExchangeClock {
  readonly signal: AbortSignal;
  /** For each interim answer. */
  readonly onInterim: () => void;
  /** The headers are there. */
  readonly onHeaders: (status: number) => void;
  /** From now on the rest of the answer has the limit of a whole one. */
  readonly limitRest: () => void;
  /** The exchange is over, well or not. */
  readonly end: () => void;
}

/** @param body what is sent; of a stream the time counts from its end on. */
export function startClock(
  request: HttpRequest,
  body: Buffer | Readable | undefined,
  limits: TimeLimits,
): ExchangeClock {
  const { headersTimeoutMs = DEFAULT_MS, connectTimeoutMs = DEFAULT_CONNECT_MS } = limits;
  const { totalTimeoutMs = DEFAULT_MS } = limits;
  const whole = request.totalTimeoutMs ?? (request.readWhole === undefined ? undefined : totalTimeoutMs);
  const { signal, limit, stop, release } = timedStop(request.signal);
  let interim = 0;
  let hasHeaders = false;
  if (whole !== undefined) limit(whole);
  else if (!(body instanceof Readable)) {
    limit(connectTimeoutMs + headersTimeoutMs + (body?.length ?? 0) / SLOWEST_LINE);
  } else {
    body.once('end', () => {
      if (!hasHeaders) limit(headersTimeoutMs);
    });
  }
  return {
    signal,
    onInterim: () => {
      interim += 1;
      if (interim > MAX_INTERIM_ANSWERS) stop(tooManyInterim(request));
    },
    onHeaders: (status) => {
      hasHeaders = true;
      if (whole === undefined) limit(status >= 400 ? totalTimeoutMs : undefined);
    },
    limitRest: () => {
      if (whole === undefined) limit(totalTimeoutMs);
    },
    end: release,
  };
}

function tooManyInterim(request: HttpRequest): SwrctlError {
  return new SwrctlError(
    'NETWORK',
    `${describeRequest(request)} failed: the server sends interim answers and no final one`,
    {
      hint: 'Look at what stands between: a proxy or a gateway; then run the same command again',
    },
  );
}
