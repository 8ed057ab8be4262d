import { SwrctlError, hasCode } from '../base/errors.ts';
import { EXIT_CODES } from '../base/exit-codes.ts';
import { asFailure } from '../output/failure.ts';

/** What signals do to a running command. */
export interface Interruption {
  /** Aborted when the command has to end; the reason is INTERRUPTED or TERMINATED. */
  readonly signal: AbortSignal;
  /**
   * Lets a transfer finish what is under way: the first Ctrl-C calls `stop` and aborts nothing. Returns what gives it back.
   */
  readonly onInterrupt: (stop: () => void) => () => void;
  /** Ctrl-C was pressed. The second time leaves at once. */
  readonly interrupt: () => void;
  /** SIGTERM came: the command ends now. The second time leaves at once. */
  readonly terminate: () => void;
}

/** @param leave ends the process with this exit status. */
export function createInterruption(leave: (exitCode: number) => void): Interruption {
  const controller = new AbortController();
  const graceful = new Set<() => void>();
  let isInterrupted = false;
  return {
    signal: controller.signal,
    onInterrupt: (stop) => {
      graceful.add(stop);
      return () => graceful.delete(stop);
    },
    interrupt: () => {
      if (isInterrupted || controller.signal.aborted) {
        leave(EXIT_CODES.INTERRUPTED);
        return;
      }
      isInterrupted = true;
      if (graceful.size === 0) controller.abort(new SwrctlError('INTERRUPTED', 'interrupted'));
      for (const stop of graceful) stop();
    },
    terminate: () => {
      if (controller.signal.aborted) leave(EXIT_CODES.TERMINATED);
      else controller.abort(new SwrctlError('TERMINATED', 'terminated'));
    },
  };
}

/** What fails after a signal fails because of it; what it has to say about going on is kept. */
export function orInterruption(error: unknown, signal: AbortSignal): SwrctlError {
  const failure = asFailure(error);
  const reason: unknown = signal.reason;
  if (!signal.aborted || !(reason instanceof SwrctlError)) return failure;
  if (hasCode(failure, 'INTERRUPTED', 'TERMINATED')) return failure;
  const hint = error instanceof SwrctlError ? error.hint : reason.hint;
  return new SwrctlError(reason.code, reason.message, hint === undefined ? {} : { hint });
}
