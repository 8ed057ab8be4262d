import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from '../../app/world.ts';
import { SwrctlError } from '../../base/errors.ts';
import { formatDuration } from '../../output/units.ts';

/** Lets `ms` milliseconds pass. @throws the reason of the signal when it is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw error;
  });
}

/** `--wait` as commander gives it. */
export interface WaitFlag {
  /** Milliseconds to wait at most; absent: nobody waits. */
  readonly wait?: number;
}

/** Work of the service that somebody waits for. */
export interface Wait<T> {
  /** For the spinner, for example `Creating instance prod`. */
  readonly label: string;
  /** Milliseconds between two looks; the last number goes on. The first look comes at once. */
  readonly pausesMs: readonly number[];
  /** Milliseconds after which it is given up. */
  readonly limitMs: number;
  readonly look: () => Promise<T>;
  readonly isOver: (found: T) => boolean;
  /** How to go on when the time was not enough. */
  readonly hint: string;
}

/** How it looks where nothing is said of the kind of work: the vendor's own client looks every 5 s. Source: docs/reference/enterprise.md#limits. */
export const PAUSES_MS: readonly number[] = [1000, 2000, 5000];

/**
 * Looks again and again until the work is over, and gives what was seen last.
 *
 * @throws {SwrctlError} FAILED when the time is over; whatever a look throws.
 */
export async function waitUntil<T>(
  context: Pick<Context, 'world' | 'output'>,
  wait: Wait<T>,
  sleep: (ms: number, signal: AbortSignal) => Promise<void> = pause,
): Promise<T> {
  const { now, signal } = context.world;
  const end = now().getTime() + wait.limitMs;
  return context.output().waitFor(wait.label, async (tell) => {
    tell(wait.label);
    for (let looks = 0; ; looks += 1) {
      const found = await wait.look();
      if (wait.isOver(found)) return found;
      const left = end - now().getTime();
      if (left <= 0) throw tooLate(wait);
      const pauseMs = wait.pausesMs[Math.min(looks, wait.pausesMs.length - 1)] ?? left;
      await sleep(Math.min(pauseMs, left), signal);
    }
  });
}

function tooLate({ label, limitMs, hint }: Pick<Wait<unknown>, 'label' | 'limitMs' | 'hint'>): SwrctlError {
  return new SwrctlError('FAILED', `${label} is not over after ${formatDuration(limitMs)}; it goes on in the service`, {
    hint,
  });
}
