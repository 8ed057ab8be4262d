import type { Slots } from '../http/slots.ts';

/** Runs a part of a transfer when there is room for it. */
export type Run = <T>(work: () => Promise<T>) => Promise<T>;

/** Gives the parts of transfers their turn, `--jobs` at a time; none begins after a signal. */
export function createTransferRun(slots: Slots, signal: AbortSignal): Run {
  return (work) => slots.run(work, signal);
}
