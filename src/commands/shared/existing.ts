import type { Command } from 'commander';
import { SwrctlError, type ServiceAnswer } from '../../base/errors.ts';
import type { Output } from '../../output/output.ts';

/** The flag of every `add`. */
export function withExistOk(command: Command): Command {
  return command.option('--exist-ok', 'no error where it exists already and is the same', false);
}

/** As commander gives it. */
export interface ExistOkFlag {
  readonly existOk: boolean;
}

/** What `add` found in its place. */
export interface Existing {
  /** Without a full stop: `team/web has a trigger deploy already`. */
  readonly fact: string;
  /** True: it is what add would make. */
  readonly isSame: boolean;
  /** How to go on where it is something else. */
  readonly hint: string;
  /** What the service said to the attempt, where there was one. */
  readonly service?: ServiceAnswer | undefined;
}

/**
 * Ends an `add` of what exists, unless it is the same and that is fine.
 *
 * @throws {SwrctlError} CONFLICT
 */
export function acceptExisting(
  { fact, isSame, hint, service }: Existing,
  { existOk }: ExistOkFlag,
  output: Pick<Output, 'note'>,
): void {
  if (!existOk || !isSame) {
    throw new SwrctlError('CONFLICT', fact, {
      hint: isSame ? 'Where that is fine, run it with --exist-ok' : hint,
      service,
    });
  }
  output.note(fact);
}
