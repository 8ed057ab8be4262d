import { mapConcurrently } from '../../base/map-concurrently.ts';
import { plural } from '../../base/words.ts';
import { SwrctlError, type ErrorCode } from '../../base/errors.ts';
import type { Output, View } from '../../output/output.ts';
import type { Context } from '../../app/world.ts';

/**
 * Ends a batch: nothing when all went well, the one error when all failed for the same reason, else PARTLY_FAILED.
 * Every single failure is told, one that stands for several items once.
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
    for (const failure of new Set(failures)) if (failure !== first) output.warn(messageOf(failure));
    throw first;
  }
  for (const failure of new Set(failures)) output.warn(messageOf(failure));
  const cause = failures.find((failure) => failure instanceof SwrctlError);
  throw new SwrctlError('PARTLY_FAILED', `${failures.length} of ${total} ${plural(noun)} failed`, {
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

export interface Batch<T, R> {
  readonly items: readonly T[];
  /** What there are several of, for messages. */
  readonly noun: string;
  /** How `-o` shows what was made; absent: nothing is shown. */
  readonly view?: View<R>;
}

/**
 * Does the same with each item, one after the other, and shows the results where a format was asked for: one object for
 * one item, a list for several. A failure of one does not stop the others.
 *
 * @throws {SwrctlError} PARTLY_FAILED, or what all failed with.
 */
export async function runBatch<T, R extends object>(
  context: Context,
  { items, noun, view }: Batch<T, R>,
  work: (item: T) => Promise<R | undefined>,
): Promise<void> {
  const output = context.output();
  const show = async (results: readonly R[]): Promise<void> => {
    if (view === undefined || !output.isFormatAsked) return;
    const [only] = results;
    if (items.length === 1 && only !== undefined) await output.show(only, view);
    else await output.list(results, view);
  };
  await runAll(context, { items, noun, show }, work);
}

export interface BatchOfLines<T, R> extends Pick<Batch<T, R>, 'items' | 'noun'> {
  /** How many at a time. Default: one after the other. */
  readonly jobs?: number;
  /** Gets what was made, in the order of the items, before a failure ends the batch. */
  readonly show: (results: readonly R[]) => Promise<void>;
}

/**
 * The same for commands that show the results in a way of their own. Only an interruption stops the others.
 *
 * @throws {SwrctlError} PARTLY_FAILED, or what all failed with.
 */
export async function runAll<T, R extends object>(
  context: Context,
  { items, noun, jobs = 1, show }: BatchOfLines<T, R>,
  work: (item: T, index: number) => Promise<R | undefined>,
): Promise<void> {
  const failures: unknown[] = [];
  const results = await mapConcurrently(items, jobs, async (item, index) => {
    try {
      return await work(item, index);
    } catch (error) {
      if (items.length === 1 || context.world.signal.aborted) throw error;
      failures.push(error);
      return undefined;
    }
  });
  await show(results.filter((result) => result !== undefined));
  batchResult(failures, items.length, noun, context.output());
}
