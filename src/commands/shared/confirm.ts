import { createInterface } from 'node:readline/promises';
import { SwrctlError } from '../../base/errors.ts';
import type { Context } from '../../app/world.ts';

/** True when a person can be asked: a terminal at both ends, no CI, no --no-input. */
export async function canAsk({ world, settings }: Context): Promise<boolean> {
  const { noInput } = await settings();
  return !noInput && world.stdin.isTTY === true && world.stderr.isTTY === true;
}

/**
 * Asks one question on stderr.
 *
 * @throws {SwrctlError} INTERRUPTED after Ctrl-C or Ctrl-D, which are no answer: the command ends there.
 */
export async function ask({ world }: Context, question: string): Promise<string> {
  const lines = createInterface({ input: world.stdin, output: world.stderr });
  const ended = new Promise<never>((_resolve, reject) => {
    lines.once('SIGINT', () => lines.close());
    lines.once('close', () => reject(new SwrctlError('INTERRUPTED', 'interrupted', { hint: 'Nothing was done' })));
  });
  try {
    const answer = lines.question(`${question} `, { signal: world.signal });
    return (await Promise.race([answer, ended])).trim();
  } catch (error) {
    world.stderr.write('\n'); // the cursor still stands behind the question
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
  readonly typed?: string | undefined;
}

/** Several things that go together. */
export interface Confirmations {
  /** What will be lost, each in its own words. */
  readonly what: readonly string[];
  /** What they are, for example `3 tags`. */
  readonly count: string;
  readonly isSure: boolean;
  /** Must be typed instead of `y`: the names, with blanks between. */
  readonly typed?: string | undefined;
}

/** One question for all of them. @throws {SwrctlError} as confirmRemoval. */
export async function confirmRemovals(context: Context, { what, count, isSure, typed }: Confirmations): Promise<void> {
  const [first] = what;
  const only = what.length === 1 ? first : undefined;
  if (isSure || first === undefined) return;
  if (only === undefined && (await canAsk(context))) {
    for (const one of what) context.output().note(`  ${one}`);
    return confirmRemoval(context, { what: `these ${count}`, isSure, typed });
  }
  const words = only ?? `${count} (${what.join(', ')})`;
  return confirmRemoval(context, { what: words, isSure, typed });
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

/** Something that takes effect at once and is no removal. */
export interface Step {
  /** Without a full stop, for example `Instance ci costs money`. */
  readonly fact: string;
  /** To be answered by yes or no. */
  readonly question: string;
  /** True: `--yes` was given. */
  readonly isSure: boolean;
}

/** Lets a person stop it. @throws {SwrctlError} CONFIRMATION_REQUIRED when nobody can be asked; REFUSED. */
export async function confirmStep(context: Context, { fact, question, isSure }: Step): Promise<void> {
  if (isSure) return;
  if (!(await canAsk(context))) {
    throw new SwrctlError('CONFIRMATION_REQUIRED', `${fact}, so it needs a confirmation`, {
      hint: 'Nobody can be asked here; add --yes to go ahead',
    });
  }
  if (/^y(es)?$/i.test(await ask(context, `${question} [y/N]`))) return;
  throw new SwrctlError('REFUSED', 'Nothing was done', { hint: 'Run it again if you meant it' });
}
