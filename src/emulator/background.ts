/** Work that goes on after the call that began it was answered. */
export interface Background {
  /** Starts a task. What it throws is dropped: nobody waits for it. */
  readonly start: (task: (signal: AbortSignal) => Promise<void>) => void;
  /** Aborts what runs and waits for its end. */
  readonly close: () => Promise<void>;
}

export function createBackground(): Background {
  const running = new Set<Promise<void>>();
  const abort = new AbortController();
  return {
    start: (task) => {
      const done = task(abort.signal)
        .catch(() => undefined)
        .finally(() => running.delete(done));
      running.add(done);
    },
    close: async () => {
      abort.abort();
      await Promise.all(running);
    },
  };
}
