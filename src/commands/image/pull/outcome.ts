import type { ArchiveSink } from '../../../archive/write/archive-sink.ts';
import { SwrctlError, hasCode } from '../../../base/errors.ts';

const AGAIN = 'the same command again: it goes on where it stopped';

/**
 * Ends a pull that failed. What came in stays for the next run, unless it is not what it should be or was not to be
 * resumed.
 *
 * @returns the failure to report, which says how to go on.
 */
export async function endFailedPull(sink: ArchiveSink, failure: unknown, resume: boolean): Promise<unknown> {
  if (!resume || hasCode(failure, 'CONTENT_MISMATCH')) {
    await sink.discard();
    return failure;
  }
  const isKept = await sink.keep();
  return isKept && failure instanceof SwrctlError ? withNextRun(failure) : failure;
}

function withNextRun(failure: SwrctlError): SwrctlError {
  const { code, message, hint, service } = failure;
  const isEnough = hint === undefined || hasCode(failure, 'NETWORK', 'INTERRUPTED', 'TERMINATED');
  return new SwrctlError(code, message, {
    hint: isEnough ? `Run ${AGAIN}` : `${hint}, then run ${AGAIN}`,
    cause: failure.cause,
    service,
  });
}
