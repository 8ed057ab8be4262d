/** How fast something goes. */
export interface Meter {
  /** Bytes per second over the last seconds; 0 until there is enough to tell. @param bytes in all, so far. */
  readonly rate: (bytes: number) => number;
}

/** Milliseconds that a rate is the mean of. */
const WINDOW_MS = 5000;
/** What goes out in the first second fills the send buffer of the system, and says nothing about the network. */
const SETTLE_MS = 1000;

interface Sample {
  readonly at: number;
  readonly bytes: number;
}

/** @param now milliseconds. */
export function createMeter(now: () => number): Meter {
  let startedAt = now();
  let samples: Sample[] = [{ at: startedAt, bytes: 0 }];
  return {
    rate: (bytes) => {
      const sample = { at: now(), bytes };
      const isSettling = bytes > 0 && sample.at - startedAt < SETTLE_MS;
      if (bytes === 0) startedAt = sample.at;
      // After a new try the bytes count from 0 again.
      const isAgain = bytes < (samples.at(-1)?.bytes ?? 0);
      if (bytes === 0 || isSettling || isAgain) samples = [sample];
      else samples = [...recent(samples, sample.at), sample];
      const [first = sample] = samples;
      const elapsed = sample.at - first.at;
      return elapsed < SETTLE_MS ? 0 : ((bytes - first.bytes) / elapsed) * 1000;
    },
  };
}

/** The samples of the window, and the last one before it. */
function recent(samples: readonly Sample[], at: number): Sample[] {
  const start = samples.findIndex((sample) => at - sample.at < WINDOW_MS);
  return samples.slice(start === -1 ? -1 : Math.max(0, start - 1));
}
