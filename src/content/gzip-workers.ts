import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { isWholeBlock, returnBlock, takeBlock } from './block-memory.ts';

export interface PackTask {
  /** The memory of a block: it goes to the worker and comes back. */
  readonly memory: ArrayBuffer;
  /** How much of it is to be packed, from its beginning. */
  readonly size: number;
  readonly level: number;
}

export interface PackReply {
  readonly memory: ArrayBuffer;
  readonly member: Uint8Array;
}

interface Waiting {
  readonly resolve: (member: Buffer) => void;
  readonly reject: (error: Error) => void;
}

interface PackWorker {
  /** Blocks that it has not given back. */
  readonly load: () => number;
  readonly pack: (block: Buffer, level: number) => Promise<Buffer>;
}

/** More threads than that pack faster than layers are read and sent, and each takes its memory. */
const MOST_WORKERS = 4;

const workers: PackWorker[] = [];

/**
 * Packs a block as a gzip member in a thread of its own. Threads start when they are needed, serve all layers, and keep
 * no program from ending.
 *
 * @param block up to BLOCK_SIZE bytes. One of `takeBlock` is not copied: its buffer is empty from now on.
 */
export function packInWorker(block: Buffer, level: number): Promise<Buffer> {
  return idlest().pack(block, level);
}

function idlest(): PackWorker {
  const [first] = [...workers].sort((a, b) => a.load() - b.load());
  const isEnough = workers.length >= Math.min(MOST_WORKERS, availableParallelism());
  if (first !== undefined && (isEnough || first.load() === 0)) return first;
  const worker = startWorker();
  workers.push(worker);
  return worker;
}

/** A worker answers in the order in which it was asked. */
function startWorker(): PackWorker {
  const waiting: Waiting[] = [];
  // The program that it is bundled into lies elsewhere than this file, so it is found by its name in package.json.
  const thread = new Worker(new URL(import.meta.resolve('#gzip-worker')), {
    env: {},
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 },
  });
  thread.unref();
  thread.on('message', ({ memory, member }: PackReply) => {
    returnBlock(memory);
    if (waiting.length === 1) thread.unref();
    waiting.shift()?.resolve(Buffer.from(member.buffer, member.byteOffset, member.byteLength));
  });
  const worker: PackWorker = {
    load: () => waiting.length,
    pack: (block, level) =>
      new Promise((resolve, reject) => {
        if (waiting.push({ resolve, reject }) === 1) thread.ref();
        const whole = isWholeBlock(block) ? block : copyOf(block);
        const task: PackTask = { memory: whole.buffer, size: block.length, level };
        thread.postMessage(task, [whole.buffer]);
      }),
  };
  thread.once('error', (error) => {
    workers.splice(workers.indexOf(worker), 1);
    for (const { reject } of waiting.splice(0)) reject(error);
  });
  return worker;
}

function copyOf(block: Buffer): Buffer<ArrayBuffer> {
  const whole = takeBlock();
  block.copy(whole);
  return whole;
}
