/** The emulator's own time, which can be pushed forward to see things expire. */
export interface Clock {
  readonly now: () => Date;
  readonly advance: (seconds: number) => void;
  /**
   * The times that a signature may be dated by: the emulator's, and that of clients who do not know that it was moved.
   */
  readonly signingTimes: () => readonly Date[];
  /** Makes signatures look so many seconds off. */
  readonly skew: (seconds: number) => void;
}

export function createClock(base: () => Date): Clock {
  let offsetMs = 0;
  let skewMs = 0;
  const moved = (ms: number): Date => new Date(base().getTime() + ms);
  return {
    now: () => moved(offsetMs),
    advance: (seconds) => {
      offsetMs += seconds * 1000;
    },
    signingTimes: () => [moved(skewMs), moved(offsetMs + skewMs)],
    skew: (seconds) => {
      skewMs = seconds * 1000;
    },
  };
}
