/** The emulator's own time, which can be pushed forward to see things expire. */
export interface Clock {
  readonly now: () => Date;
  readonly advance: (seconds: number) => void;
}

export function createClock(base: () => Date): Clock {
  let offsetMs = 0;
  return {
    now: () => new Date(base().getTime() + offsetMs),
    advance: (seconds) => {
      offsetMs += seconds * 1000;
    },
  };
}
