import type { SwrctlError } from '../base/errors.ts';
import { isRefused, isTransient } from './failure.ts';
import type { HttpRequest, HttpResponse, Send } from './message.ts';
import type { Retry } from '../problem/codes/group.ts';
import { isNamed, retryOf } from '../problem/codes.ts';
import { problemOf } from '../problem/from-answer.ts';
import { parseProblem, type Problem } from '../problem/parse.ts';
import { isBlockedText } from '../problem/texts.ts';
import { buffered, withBody } from './response.ts';
import type { Sleep } from './throttle.ts';

/** Statuses worth another try. Source: docs/reference/other-clients.md#repeating. */
const RETRYABLE = new Set([408, 425, 429, 499, 500, 502, 503, 504, 520, 521, 522, 523, 524]);
const MAX_WAIT_MS = 30_000;
const BASE_WAIT_MS = 500;
const MAX_RETRY_AFTER_MS = 120_000;

export interface RetryOptions {
  /** Tries after the first. Default 5. */
  readonly retries?: number | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** 0 to 1. */
  readonly random: () => number;
  readonly sleep: Sleep;
  readonly onNotice?: (text: string) => void;
  /** Called for each answer, so that rate and parallelism can adapt. */
  readonly onThrottled?: (origin: string) => void;
  readonly onClean?: (origin: string) => void;
}

/** The wait before try `attempt` + 1 (0 = after the first): full jitter, 0.5 s doubling to 30 s. */
export function backoffMs(attempt: number, random: () => number): number {
  return random() * Math.min(MAX_WAIT_MS, BASE_WAIT_MS * 2 ** attempt);
}

/**
 * `Retry-After` in milliseconds (seconds or an HTTP date), at most 120 s; undefined when absent, senseless or not in the
 * future, so that no server can make us knock without a pause.
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  const isDate = /^[A-Za-z]{3}/.test(text); // Date.parse makes a year of any number
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : isDate ? Date.parse(text) - now : Number.NaN;
  return wait > 0 ? Math.min(MAX_RETRY_AFTER_MS, wait) : undefined;
}

/** What another try could change about an answer. */
export function verdictOf(status: number, { serviceCode }: Problem): 'retry' | Retry {
  const known = retryOf(serviceCode);
  if (known !== undefined) return known;
  if (status === 429 || status === 503) return 'throttled';
  return RETRYABLE.has(status) || isNamed(serviceCode, 'UNAVAILABLE') ? 'retry' : 'final';
}

/** Repeats requests that failed for a passing reason. The last answer or error is what the caller gets. */
export function withRetry(send: Send, options: RetryOptions): Send {
  return async (request) => {
    let earlier: Outcome | undefined;
    let isAfterFailure = false;
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await tryOnce(send, request, options);
      if (isLast(request, options, attempt, outcome, earlier)) return finish(outcome, isAfterFailure);
      earlier = outcome;
      isAfterFailure ||= outcome.verdict !== 'throttled' && !isRefused(outcome.error);
      await options.sleep(waitFor(outcome, request, attempt, options), request.signal);
    }
  };
}

function isLast(
  { retry = true, signal }: HttpRequest,
  { retries = 5 }: RetryOptions,
  attempt: number,
  outcome: Outcome,
  earlier: Outcome | undefined,
): boolean {
  if (outcome.verdict === 'final' || !retry || attempt >= retries || signal?.aborted === true) return true;
  if (outcome.verdict === 'once' && earlier !== undefined) return true;
  // A refused connection is tried once more, no oftener: nothing listens there.
  return isRefused(outcome.error) && earlier !== undefined && isRefused(earlier.error);
}

function waitFor(outcome: Outcome, { url }: HttpRequest, attempt: number, options: RetryOptions): number {
  const after = retryAfterMs(outcome.response?.headers['retry-after'], options.now());
  if (after !== undefined && after > 2_000) {
    options.onNotice?.(`${url.host} asks to wait ${Math.ceil(after / 1000)} s`);
  }
  return after ?? backoffMs(attempt, options.random);
}

interface Outcome {
  readonly verdict: 'retry' | Retry;
  readonly response?: HttpResponse;
  readonly error?: unknown;
}

async function tryOnce(send: Send, request: HttpRequest, options: RetryOptions): Promise<Outcome> {
  try {
    const answer = await send(request);
    if (answer.status < 400) {
      options.onClean?.(request.url.origin);
      const { readWhole } = request;
      const response = readWhole === undefined ? answer : withBody(answer, await answer.bytes(readWhole));
      return { verdict: 'final', response };
    }
    const { response, text } = await buffered(answer);
    const problem = parseProblem(text);
    if (isBlockedText(problem.text)) throw await blocked(response, options);
    const verdict = verdictOf(response.status, problem);
    if (verdict === 'throttled') options.onThrottled?.(request.url.origin);
    return { verdict, response };
  } catch (error) {
    return { verdict: isTransient(error) ? 'retry' : 'final', error };
  }
}

/** The service said that the account is shut out: nothing may go on, and the person learns until when. */
async function blocked(response: HttpResponse, { now }: RetryOptions): Promise<SwrctlError> {
  const until = new Date(now() + 30 * 60_000).toISOString().replace(/\.\d+Z$/, 'Z');
  return problemOf(response, {
    what: `${response.url.host} has blocked this account for too many requests`,
    hint: `Wait until about ${until}, then run the same command with a lower --rate and --jobs`,
  });
}

function finish({ response, error }: Outcome, isAfterFailure: boolean): HttpResponse {
  if (response !== undefined) return isAfterFailure ? { ...response, isAfterFailure } : response;
  throw error;
}
