import { SwrctlError, type ErrorCode } from '../errors.ts';
import type { Output } from '../output/output.ts';

/**
 * Ends a batch: nothing when all went well, the one error when all failed for the same reason, else PARTLY_FAILED.
 * Every single failure is told.
 *
 * @param noun what there were several of.
 */
export function batchResult(
  failures: readonly unknown[],
  total: number,
  noun: string,
  output: Pick<Output, 'warn'>,
): void {
  if (failures.length === 0) return;
  const [first] = failures;
  const codes = new Set(failures.map(codeOf));
  if (failures.length === total && codes.size === 1) {
    for (const failure of failures.slice(1)) output.warn(messageOf(failure));
    throw first;
  }
  for (const failure of failures) output.warn(messageOf(failure));
  const cause = failures.find((failure) => failure instanceof SwrctlError);
  throw new SwrctlError('PARTLY_FAILED', `${failures.length} of ${total} ${noun}s failed`, {
    hint: cause?.hint ?? 'Run the same command again: what is done is not done twice',
  });
}

function codeOf(failure: unknown): ErrorCode {
  return failure instanceof SwrctlError ? failure.code : 'FAILED';
}

function messageOf(failure: unknown): string {
  const text = failure instanceof Error ? failure.message : String(failure);
  const server = failure instanceof SwrctlError ? failure.service?.text : undefined;
  return server === undefined ? text : `${text}: ${server}`;
}
