import { SwrctlError, hasCode } from '../base/errors.ts';
import { isRefused } from '../http/failure.ts';
import { retryOf } from '../problem/codes.ts';

/**
 * Writes, then looks at what is there. A failed write is told only when the look finds no effect: a service that answers
 * 500, or nothing, may have done the work, and the next try then meets its own result ("exists already", "not found").
 *
 * @param write the calls that change something.
 * @param look reads back and gives what is there. @throws when it is not what was asked for.
 */
export async function writeAndLook<T>(write: () => Promise<unknown>, look: () => Promise<T>): Promise<T> {
  const failure = await write().then(
    () => undefined,
    (error: unknown) => {
      if (mayBeDone(error)) return error;
      throw error;
    },
  );
  if (failure === undefined) return look();
  return look().catch((error: unknown) => {
    throw hasCode(error, 'INTERRUPTED', 'TERMINATED') ? error : failure;
  });
}

/** True for a failure that leaves open whether the request was carried out. */
function mayBeDone(error: unknown): error is SwrctlError {
  if (hasCode(error, 'NETWORK')) return !isRefused(error);
  if (!(error instanceof SwrctlError)) return false;
  const { status = 0, serviceCode, isAfterFailure = false } = error.service ?? {};
  if (isAfterFailure) return true;
  if (hasCode(error, 'THROTTLED', 'BLOCKED') || retryOf(serviceCode) === 'final') return false;
  return status >= 500 || status === 408;
}
