/**
 * Who listens to a signal. Many transfers share one signal, and Node warns of many listeners on one; it has one of ours,
 * which tells all the others.
 */
const hubs = new WeakMap<AbortSignal, Set<() => void>>();

/** Calls `listener` when `signal` is aborted, at once when it is already. Returns what ends that. */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  if (signal.aborted) {
    listener();
    return () => undefined;
  }
  const listeners = hubs.get(signal) ?? openHub(signal);
  const own = (): void => listener(); // the same function may listen twice
  listeners.add(own);
  return () => listeners.delete(own);
}

function openHub(signal: AbortSignal): Set<() => void> {
  const listeners = new Set<() => void>();
  hubs.set(signal, listeners);
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  signal.addEventListener('abort', tell, { once: true });
  return listeners;
}

/** A signal of one's own that ends with its parent, or earlier. */
export interface Stop {
  readonly signal: AbortSignal;
  readonly stop: (reason: unknown) => void;
  /** Lets go of the parent and of the clock. To be called when the work is over. */
  readonly release: () => void;
}

/**
 * Not `AbortSignal.any`: what that gives is collected by Node 20 while others wait for it, and never fires.
 *
 * @param parent ends the signal with its own reason.
 */
export function linkedStop(parent?: AbortSignal): Stop {
  const controller = new AbortController();
  const stop = (reason: unknown): void => controller.abort(reason);
  const release = parent === undefined ? () => undefined : onAbort(parent, () => stop(parent.reason));
  return { signal: controller.signal, stop, release };
}

/** The reason of a signal whose time is over; its name is what the platform's own has. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeoutError';
}

/** A `Stop` with a clock that can be set, set anew and stopped. */
export interface TimedStop extends Stop {
  /** Ends the signal with a TimeLimitError after `ms` from now; what was set before is void. Undefined: never. */
  readonly limit: (ms: number | undefined) => void;
}

export function timedStop(parent?: AbortSignal): TimedStop {
  const linked = linkedStop(parent);
  let timer: NodeJS.Timeout | undefined;
  return {
    ...linked,
    limit: (ms) => {
      clearTimeout(timer);
      if (ms === undefined) return;
      timer = setTimeout(() => linked.stop(new TimeLimitError('the time limit is over')), ms);
    },
    release: () => {
      clearTimeout(timer);
      linked.release();
    },
  };
}

/** Runs work with a signal of its own, for Node functions that add listeners: `parent` may be shared by many. */
export async function underSignal<T>(
  parent: AbortSignal | undefined,
  work: (own: AbortSignal) => Promise<T>,
): Promise<T> {
  const { signal, release } = linkedStop(parent);
  try {
    return await work(signal);
  } finally {
    release();
  }
}

/** Runs work that has to end within `ms`. It is told by its signal; whoever waits does not depend on its listening. */
export async function withinTime<T>(
  ms: number,
  parent: AbortSignal | undefined,
  work: (own: AbortSignal) => Promise<T>,
): Promise<T> {
  const { signal, limit, release } = timedStop(parent);
  limit(ms);
  try {
    return await Promise.race([work(signal), rejected(signal)]);
  } finally {
    release();
  }
}

function rejected(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => onAbort(signal, () => reject(signal.reason as Error)));
}
