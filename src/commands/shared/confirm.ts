import { createInterface } from 'node:readline/promises';
import { SwrctlError } from '../../base/errors.ts';
import type { Context } from '../../app/world.ts';

/** True when a person can be asked: a terminal at both ends, no CI, no --no-input. */
export async function canAsk({ world, settings }: Context): Promise<boolean> {
  const { noInput } = await settings();
  return !noInput && world.stdin.isTTY === true && world.stderr.isTTY === true;
}

/** Asks one question on stderr. */
export async function ask({ world }: Context, question: string): Promise<string> {
  const lines = createInterface({ input: world.stdin, output: world.stderr });
  try {
    return (await lines.question(`${question} `, { signal: world.signal })).trim();
  } catch (error) {
    world.signal.throwIfAborted();
    throw error;
  } finally {
    lines.close();
  }
}

export interface Confirmation {
  /** What will be lost, for example `organization "team"`. */
  readonly what: string;
  /** True: `--yes` was given. */
  readonly isSure: boolean;
  /** Must be typed instead of `y`. */
  readonly typed?: string;
}

/** Lets a person stop a removal. @throws {SwrctlError} CONFIRMATION_REQUIRED when nobody can be asked; REFUSED. */
export async function confirmRemoval(context: Context, { what, isSure, typed }: Confirmation): Promise<void> {
  if (isSure) return;
  if (!(await canAsk(context))) {
    throw new SwrctlError('CONFIRMATION_REQUIRED', `Removing ${what} needs a confirmation`, {
      hint: 'Nobody can be asked here; add --yes to go ahead',
    });
  }
  const question = typed === undefined ? `Remove ${what}? [y/N]` : `Type "${typed}" to remove ${what}:`;
  const answer = await ask(context, question);
  const isGiven = typed === undefined ? /^y(es)?$/i.test(answer) : answer === typed;
  if (!isGiven) throw new SwrctlError('REFUSED', `Nothing was removed`, { hint: 'Run it again if you meant it' });
}
