import { SwrctlError, hasCode } from '../base/errors.ts';
import { EXIT_CODES } from '../base/exit-codes.ts';
import { posixWord } from '../model/shell-word.ts';
import { asFailure } from '../output/failure.ts';
import { nextStep } from '../output/next-step.ts';

/** What signals do to a running command. */
export interface Interruption {
  /** Aborted when the command has to end; the reason is INTERRUPTED or TERMINATED. */
  readonly signal: AbortSignal;
  /** Ctrl-C was pressed: the command ends now, and keeps what can be gone on with. The second time leaves at once. */
  readonly interrupt: () => void;
  /** SIGTERM came: the command ends now. The second time leaves at once. */
  readonly terminate: () => void;
}

/** @param leave ends the process with this exit status. */
export function createInterruption(leave: (exitCode: number) => void): Interruption {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    interrupt: () => {
      if (controller.signal.aborted) leave(EXIT_CODES.INTERRUPTED);
      else controller.abort(new SwrctlError('INTERRUPTED', 'interrupted'));
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

/** Adds the command line that goes on with a transfer after a signal. */
export function withCommandLine(failure: SwrctlError, argv: readonly string[]): SwrctlError {
  // eslint-disable-next-line no-control-regex -- a word with a line break has no place in a hint of one line
  if (argv.some((word) => /[\u0000-\u001F\u007F-\u009F\u2028\u2029]/.test(word))) return failure;
  const words = argv.map(posixWord);
  const { code, message, service, cause } = failure;
  const hint = `${nextStep(failure)}: swrctl ${words.join(' ')}`;
  return new SwrctlError(code, message, { hint, cause, service });
}
