/** Work that goes on after the call that began it was answered. */
export interface Background {
  /** Starts a task. What it throws is dropped: nobody waits for it. */
  readonly start: (task: (signal: AbortSignal) => Promise<void>) => void;
  /** Aborts what runs, at once, and waits for its end. What is started later runs. */
  readonly stop: () => Promise<void>;
  /** The same for good: what is started later is aborted, too. */
  readonly close: () => Promise<void>;
}

export function createBackground(): Background {
  const running = new Set<Promise<void>>();
  let abort = new AbortController();
  return {
    start: (task) => {
      const done = task(abort.signal)
        .catch(() => undefined)
        .finally(() => running.delete(done));
      running.add(done);
    },
    stop: async () => {
      abort.abort();
      abort = new AbortController();
      await Promise.all(running);
    },
    close: async () => {
      abort.abort();
      await Promise.all(running);
    },
  };
}
