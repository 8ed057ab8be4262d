import { Readable, Writable } from 'node:stream';
import type { World } from '../app/world.ts';
import { SwrctlError } from '../base/errors.ts';

/** Milliseconds, with which a key press and the start of the program stay below a second. */
const LIMIT_MS = 750;

/**
 * Runs a command for a shell that waits for a key to be answered: nothing is asked, nothing goes to stderr, and when the
 * time is over, the rest of it is given up. A failure is an answer without names.
 */
export async function runQuietly(world: World, run: (world: World) => Promise<number>): Promise<number> {
  const limit = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const isOver = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      limit.abort(new SwrctlError('INTERRUPTED', 'no time left'));
      resolve();
    }, LIMIT_MS);
  });
  const quiet: World = {
    ...world,
    argv: withoutOpenFlag(world.argv),
    stdin: Readable.from([]),
    stderr: new Writable({ write: (_chunk, _encoding, done) => done() }),
    signal: AbortSignal.any([world.signal, limit.signal]),
  };
  try {
    await Promise.race([run(quiet), isOver]);
  } finally {
    clearTimeout(timer);
  }
  return 0;
}

/** The flag whose value is being typed has none yet. */
const withoutOpenFlag = (argv: readonly string[]): readonly string[] =>
  argv.length > 3 && argv.at(-1)?.startsWith('-') === true ? argv.slice(0, -1) : argv;
