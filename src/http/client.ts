import { createDispatchers, type ConnectionOptions } from './dispatcher.ts';
import type { Send } from './message.ts';
import { followRedirects } from './redirect.ts';
import { rememberSecretsOf } from './request-secrets.ts';
import { withRetry } from './retry.ts';
import { guardSignatures } from './signature-guard.ts';
import { createSlots, type Slots } from './slots.ts';
import { createThrottle, type Sleep, type Throttle } from './throttle.ts';
import { traced } from './trace.ts';
import { createTransport } from './transport.ts';

export interface HttpOptions extends ConnectionOptions {
  /** Names the client to servers, for example `swrctl/1.0`. */
  readonly userAgent: string;
  /** Tries after the first, per request. Default 5. */
  readonly retries?: number | undefined;
  /** Blobs at once. Default 3, at most 16. */
  readonly jobs?: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly random: () => number;
  readonly sleep: Sleep;
  /** Ends every request that has no signal of its own. */
  readonly signal?: AbortSignal | undefined;
  /** Notices for a person: throttling, waiting. */
  readonly onNotice?: (text: string) => void;
  /** Trace lines, without secrets. */
  readonly onTrace?: (line: string) => void;
}

/** One way out for the whole program: every request shares its pools, its rate limit and its retry rules. */
export interface Http {
  readonly send: Send;
  /** How many blobs may move at once, over all hosts and images. */
  readonly slots: Slots;
  readonly throttle: Throttle;
  readonly now: () => number;
  readonly random: () => number;
  readonly sleep: Sleep;
  readonly close: () => Promise<void>;
}

/** Composed from the outside in: guard of the access key → redirects → retry → rate limit → trace → transport. */
export function createHttp(options: HttpOptions): Http {
  const { now, random, sleep, onNotice, onTrace } = options;
  const dispatchers = createDispatchers(options);
  const throttle = createThrottle({ now, sleep, ...(onNotice ? { onNotice } : {}) });
  const slots = createSlots(options.jobs ?? 3, (open) => onNotice?.(`throttled: now ${open} at a time`));
  const transport = createTransport(dispatchers, options.userAgent, options);
  const visible = onTrace ? traced(transport, onTrace, now) : transport;
  const paced: Send = async (request) => {
    rememberSecretsOf(request); // here, behind the redirects, pass all requests as they are sent
    await throttle.acquire(request.url.origin, request.signal);
    return visible(request);
  };
  const send = withRetry(paced, {
    retries: options.retries,
    ...(onNotice ? { onNotice } : {}),
    now,
    random,
    sleep,
    onThrottled: (origin) => {
      throttle.onThrottled(origin);
      slots.onThrottled();
    },
    onClean: (origin) => {
      throttle.onClean(origin);
      slots.onClean();
    },
  });
  const { signal } = options;
  const stoppable: Send = (request) => send({ ...request, signal: request.signal ?? signal });
  return {
    send: guardSignatures(followRedirects(stoppable)),
    slots,
    throttle,
    now,
    random,
    sleep,
    close: () => dispatchers.close(),
  };
}
