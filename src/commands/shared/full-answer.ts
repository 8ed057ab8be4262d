import type { Output } from '../../output/output.ts';

/** Rows after which the service stops where it has no pages. Source: docs/reference/service.md#paging. */
const FULL = 100;

/**
 * Warns that a list may go on.
 *
 * @param rows of a call that has no parameters for pages.
 * @param what there are, for example `shares of team/web`.
 */
export function warnIfFull(output: Pick<Output, 'warn'>, rows: readonly unknown[] | undefined, what: string): void {
  if (rows?.length !== FULL) return;
  output.warn(`these are ${FULL} ${what}, and the service stops there: there may be more that no call can list`);
}
