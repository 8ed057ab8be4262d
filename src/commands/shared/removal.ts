import { isDeepStrictEqual } from 'node:util';
import type { Context } from '../../app/world.ts';
import { SwrctlError, hasCode } from '../../base/errors.ts';
import { counted } from '../../base/words.ts';
import { batchResult } from './batch.ts';
import { confirmRemovals } from './confirm.ts';

/** Things of one kind that are to go. */
export interface Removal<T, Found> {
  readonly items: readonly T[];
  /** What there are several of, for messages. */
  readonly noun: string;
  /** True: `--yes` was given. */
  readonly isSure: boolean;
  /** Looks at one. @throws when it is not there. */
  readonly find: (item: T) => Promise<Found>;
  /** What will be lost, for example `tag team/web:v1`. */
  readonly describe: (found: Found) => string;
  /** Must be typed instead of `y`. */
  readonly typed?: (found: Found) => string | undefined;
  /** Removes it, reads back and tells. */
  readonly remove: (found: Found) => Promise<void>;
}

/**
 * Looks at all things, asks one question for those that are there, then removes them one after the other; what is named
 * twice goes once. A failure of one does not stop the others; Ctrl-C and Ctrl-D at the question end the command with nothing done.
 *
 * @throws {SwrctlError} PARTLY_FAILED, or what all failed with, NOT_FOUND with how many; CONFIRMATION_REQUIRED; REFUSED; INTERRUPTED.
 */
export async function runRemoval<T, Found>(context: Context, removal: Removal<T, Found>): Promise<void> {
  const { items, noun, isSure, find, describe, typed, remove } = removal;
  const failures: unknown[] = [];
  const attempt = async <R>(work: () => Promise<R>): Promise<R[]> => {
    try {
      return [await work()];
    } catch (error) {
      if (items.length === 1 || context.world.signal.aborted) throw error;
      failures.push(error);
      return [];
    }
  };
  const all: Found[] = [];
  for (const item of items) all.push(...(await attempt(() => find(item))));
  const found = distinct(all, describe);
  tellMissing(context, removal, failures);
  await confirmRemovals(context, {
    what: found.map(describe),
    count: counted(found.length, noun),
    isSure,
    typed: typed && found.map(typed).join(' '),
  });
  for (const one of found) await attempt(() => remove(one));
  batchResult(failures, items.length - (all.length - found.length), noun, context.output());
}

/** What several items name, as two tags do one version, goes once. */
function distinct<Found>(all: readonly Found[], describe: (found: Found) => string): Found[] {
  const kept = new Map<string, Found[]>();
  return all.filter((one) => {
    const alike = kept.get(describe(one)) ?? [];
    if (alike.some((other) => isDeepStrictEqual(one, other))) return false;
    kept.set(describe(one), [...alike, one]);
    return true;
  });
}

/**
 * Says before the question how many are not there.
 *
 * @throws {SwrctlError} NOT_FOUND when none of several is.
 */
function tellMissing<T, Found>(
  context: Context,
  { items, noun }: Removal<T, Found>,
  failures: readonly unknown[],
): void {
  const missing = failures.filter((failure) => hasCode(failure, 'NOT_FOUND'));
  const { warn } = context.output();
  if (missing.length === 0) return;
  const fact = `${missing.length} of ${counted(items.length, noun)} cannot be found`;
  if (missing.length < items.length) {
    warn(fact);
    return;
  }
  for (const failure of missing) warn(failure.message);
  throw new SwrctlError('NOT_FOUND', `${fact}; nothing was removed`, {
    hint: missing[0]?.hint ?? 'Check the names',
    service: missing[0]?.service,
    cause: missing[0],
  });
}
