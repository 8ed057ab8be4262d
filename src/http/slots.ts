import { onAbort } from '../base/abort.ts';

/**
 * How many blobs move at once. Halves when a service throttles and grows by one after 20 clean answers, up to where it
 * began. Source: docs/reference/other-clients.md#rate-and-parallel-transfers.
 */
export interface Slots {
  /** Runs `work` when a slot is free. Rejects with the signal's reason when it is aborted while waiting. */
  readonly run: <T>(work: () => Promise<T>, signal?: AbortSignal) => Promise<T>;
  readonly onThrottled: () => void;
  readonly onClean: () => void;
  /** Slots open now. */
  readonly open: () => number;
}

/** Highest number of blobs at once: the tenant's cap is 20. */
export const MAX_SLOTS = 16;

const CLEAN_ANSWERS_PER_SLOT = 20;

export function createSlots(size: number, onChange?: (open: number) => void): Slots {
  const full = Math.max(1, Math.min(MAX_SLOTS, Math.floor(size)));
  const waiting: (() => void)[] = [];
  let open = full;
  let busy = 0;
  let clean = 0;
  const next = () => {
    while (busy < open && waiting.length > 0) {
      busy += 1;
      waiting.shift()?.();
    }
  };
  const enter = (signal?: AbortSignal) => {
    const turn = standInLine(waiting, signal);
    next();
    return turn;
  };
  return {
    run: async (work, signal) => {
      await enter(signal);
      try {
        return await work();
      } finally {
        busy -= 1;
        next();
      }
    },
    onThrottled: () => {
      clean = 0;
      const reduced = Math.max(1, Math.floor(open / 2));
      if (reduced !== open) onChange?.(reduced);
      open = reduced;
    },
    onClean: () => {
      clean += 1;
      if (open >= full || clean % CLEAN_ANSWERS_PER_SLOT !== 0) return;
      open += 1;
      next();
    },
    open: () => open,
  };
}

/** Resolves when `next` takes this caller from the line. */
function standInLine(waiting: (() => void)[], signal?: AbortSignal): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    signal?.throwIfAborted();
    const start = () => {
      stay?.();
      resolve();
    };
    const leave = () => {
      waiting.splice(waiting.indexOf(start), 1);
      reject(signal?.reason as Error);
    };
    const stay = signal && onAbort(signal, leave);
    waiting.push(start);
  });
}
