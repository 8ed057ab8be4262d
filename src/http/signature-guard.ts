import { SwrctlError } from '../base/errors.ts';
import type { HttpRequest, Send } from './message.ts';

/** The service locks an access key for five minutes after five bad signatures; others may use it too. */
const MOST_REFUSALS = 2;

interface KeyState {
  /** True once a signature was taken: from then on nobody waits. */
  isProven: boolean;
  /** Refusals in a row. */
  refusals: number;
  /** Ends when the calls before have ended. */
  turn: Promise<void>;
}

/**
 * Stops signing after the second refusal, before the key is locked: until a first signature was taken, signed requests
 * go one after the other, and after two refusals none goes out. Others pass as they are.
 *
 * @throws {SwrctlError} AUTH_DENIED instead of the third refusal.
 * @see docs/reference/service.md#signing.
 */
export function guardSignatures(send: Send): Send {
  const keys = new Map<string, KeyState>();
  return async (request) => {
    const accessKey = signerOf(request);
    if (accessKey === undefined) return send(request);
    const state = keys.get(accessKey) ?? { isProven: false, refusals: 0, turn: Promise.resolve() };
    keys.set(accessKey, state);
    return state.isProven ? judged(send, request, state) : inTurn(state, () => judged(send, request, state));
  };
}

function signerOf({ headers }: HttpRequest): string | undefined {
  return /^SDK-HMAC-SHA256 Access=([^,\s]+)/.exec(headers?.['authorization'] ?? '')?.[1];
}

async function inTurn<T>(state: KeyState, work: () => Promise<T>): Promise<T> {
  const before = state.turn;
  const mine = before.then(() => (state.refusals >= MOST_REFUSALS ? Promise.reject(stopped()) : work()));
  state.turn = mine.then(
    () => undefined,
    () => undefined, // the caller of that one hears about it
  );
  return mine;
}

async function judged(send: Send, request: HttpRequest, state: KeyState): ReturnType<Send> {
  const response = await send(request);
  const isRefused = response.status === 401;
  state.refusals = isRefused ? state.refusals + 1 : 0;
  state.isProven = !isRefused;
  return response;
}

function stopped(): SwrctlError {
  return new SwrctlError('AUTH_DENIED', 'The service refused two signatures of this access key, so no more are sent', {
    hint: 'Check the secret key, and log in again: swrctl login; five bad signatures lock the key for five minutes',
  });
}
