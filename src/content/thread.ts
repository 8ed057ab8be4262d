import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { SwrctlError } from '../base/errors.ts';

/** What package.json calls the programs of threads: the bundle has them elsewhere than their source lies. */
export type ThreadName = '#gzip-thread' | '#hash-thread' | '#proof-thread';

/** Threads of ours hold little but blocks, which lie outside their heap. MiB. */
const LIMITS = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 };

/**
 * Starts a thread that keeps no program from ending until it is told to (`ref`). It sees no variables.
 *
 * @throws {SwrctlError} FAILED where no more threads may be started.
 */
export function startThread(name: ThreadName): Worker {
  const program = createRequire(import.meta.filename).resolve(name);
  try {
    const thread = new Worker(program, { env: {}, execArgv: [], resourceLimits: LIMITS });
    thread.unref();
    return thread;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SwrctlError('FAILED', `A thread to pack layers with cannot be started: ${why}`, {
      hint: 'Allow this user or container more processes',
      cause,
    });
  }
}
