import type { World } from './world.ts';
import { SwrctlError } from '../base/errors.ts';
import type { Slots } from '../http/slots.ts';
import type { Output } from '../output/output.ts';

/** Runs a part of a transfer when there is room for it. */
export type Run = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Gives transfers their turn. From the first one on, Ctrl-C starts nothing more, lets what is under way finish, and
 * says how to go on; a second Ctrl-C leaves at once. Source: docs/reference/contract.md#interruption.
 */
export function createTransferRun(slots: Slots, world: World, output: Output): Run {
  let release: (() => void) | undefined;
  let isStopping = false;
  const stop = (): void => {
    isStopping = true;
    output.note('Stopping when what is under way is finished; press Ctrl-C again to leave at once');
  };
  const check = (): void => {
    if (!isStopping) return;
    throw new SwrctlError('INTERRUPTED', 'interrupted', {
      hint: 'Run the same command again to go on: what is done is not done twice',
    });
  };
  return (work) => {
    release ??= world.onInterrupt(stop);
    return slots.run(() => {
      check();
      return work();
    }, world.signal);
  };
}
