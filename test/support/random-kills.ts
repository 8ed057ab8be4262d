/** Kills per loop; `npm run soak` makes it more. */
export const KILLS = Number(process.env['SOAK_KILLS'] ?? 51);

/** For a loop of KILLS with programs that start slowly on a busy machine. */
export const LOOP_TIMEOUT_MS = 120_000 + KILLS * 5_000;

/** Numbers between 0 and 1, the same in each run; `npm run soak` says which seed it takes. */
export function createRandom(): () => number {
  let state = Number(process.env['SOAK_SEED'] ?? 7) % 2147483648;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

/** Polls until a claim is true. */
export async function until(claim: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await claim())) await new Promise((resolve) => setTimeout(resolve, 5));
}
