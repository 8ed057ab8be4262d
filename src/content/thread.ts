import { Worker } from 'node:worker_threads';

/** What package.json calls the programs of threads: the bundle has them elsewhere than their source lies. */
export type ThreadName = '#gzip-thread' | '#proof-thread';

/** Threads of ours hold little but blocks, which lie outside their heap. MiB. */
const LIMITS = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 };

/** Starts a thread that keeps no program from ending until it is told to (`ref`). It sees no variables. */
export function startThread(name: ThreadName): Worker {
  const thread = new Worker(new URL(import.meta.resolve(name)), { env: {}, execArgv: [], resourceLimits: LIMITS });
  thread.unref();
  return thread;
}
