import { formatBytes } from '../../../output/units.ts';
import type { Context } from '../../../app/world.ts';
import type { Output } from '../../../output/output.ts';
import type { PushRun } from './run.ts';
import type { PushedTag } from './view.ts';

/**
 * The last word of a push or copy on stderr: how many tags, what was sent, what was there already, how long it took.
 * A dry run has none.
 */
export function sumUp(
  { context: { world, output }, options }: PushRun,
  done: 'Pushed' | 'Copied',
  tags: readonly PushedTag[],
  { sent, reused }: { readonly sent: number; readonly reused: number },
  startedAt: Date,
): void {
  if (options.dryRun || tags.length === 0) return;
  const what = tags.length === 1 ? '1 tag' : `${tags.length} tags`;
  endTransfer(output(), `${done} ${what}: sent ${formatBytes(sent)}, reused ${formatBytes(reused)}`, startedAt, world);
}

/** The last line of a transfer, when its bars are gone. */
export function endTransfer(output: Output, what: string, startedAt: Date, { now }: Context['world']): void {
  output.progress().stop();
  output.note(`${what}, ${((now().getTime() - startedAt.getTime()) / 1000).toFixed(1)} s`);
}
