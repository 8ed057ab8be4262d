/** Waits, interruptible. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

export interface ThrottleOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: Sleep;
  /** Told once when a service begins to throttle, in words for a person. */
  readonly onNotice?: (text: string) => void;
}

/**
 * Slows requests down to what a host takes: a token bucket per origin, and additive increase, multiplicative decrease
 * when it answers 429 or 503. Source: docs/reference/other-clients.md#rate-and-parallel-transfers.
 */
export interface Throttle {
  /** Limits an origin to `rate` requests per second with a burst of twice that. */
  readonly limit: (origin: string, rate: number) => void;
  /** Resolves when the next request may go. */
  readonly acquire: (origin: string, signal?: AbortSignal) => Promise<void>;
  readonly onThrottled: (origin: string) => void;
  readonly onClean: (origin: string) => void;
}

interface Bucket {
  /** Requests per second that were asked for. */
  readonly full: number;
  rate: number;
  tokens: number;
  filledAt: number;
  clean: number;
}

const CLEAN_ANSWERS_PER_STEP = 20;
const SLOWEST = 0.5;

export function createThrottle({ now, sleep, onNotice }: ThrottleOptions): Throttle {
  const buckets = new Map<string, Bucket>();
  const burstOf = (bucket: Bucket) => bucket.full * 2;
  const refill = (bucket: Bucket) => {
    const at = now();
    bucket.tokens = Math.min(burstOf(bucket), bucket.tokens + ((at - bucket.filledAt) / 1000) * bucket.rate);
    bucket.filledAt = at;
  };
  return {
    limit: (origin, rate) => {
      if (buckets.get(origin)?.full === rate) return;
      buckets.set(origin, { full: rate, rate, tokens: rate * 2, filledAt: now(), clean: 0 });
    },
    acquire: async (origin, signal) => {
      const bucket = buckets.get(origin);
      if (!bucket) return;
      refill(bucket);
      bucket.tokens -= 1; // taken now, so that those who wait stand in line
      if (bucket.tokens < 0) await sleep((-bucket.tokens / bucket.rate) * 1000, signal);
    },
    onThrottled: (origin) => {
      const bucket = buckets.get(origin);
      if (!bucket) return;
      refill(bucket);
      if (bucket.rate === bucket.full) onNotice?.(`${new URL(origin).host} is throttling, slowing down`);
      bucket.rate = Math.max(SLOWEST, bucket.rate / 2);
      bucket.tokens = Math.min(bucket.tokens, 1);
      bucket.clean = 0;
    },
    onClean: (origin) => {
      const bucket = buckets.get(origin);
      if (!bucket || bucket.rate >= bucket.full) return;
      bucket.clean += 1;
      if (bucket.clean % CLEAN_ANSWERS_PER_STEP !== 0) return;
      refill(bucket); // the time so far counts at the old rate
      bucket.rate = Math.min(bucket.full, bucket.rate + 1);
    },
  };
}
