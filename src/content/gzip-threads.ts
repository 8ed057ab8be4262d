import { availableParallelism } from 'node:os';
import { adoptChunk, isFrontOfBlock, returnBlock, takeBlock } from '../base/block-memory.ts';
import { startThread } from './thread.ts';

export interface PackTask {
  /** The memory of a block: it goes to the thread and comes back. */
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

interface Packer {
  /** Blocks that it has not given back. */
  readonly load: () => number;
  readonly pack: (block: Buffer, level: number) => Promise<Buffer>;
}

/** More than four pack faster than layers are read and sent, and each takes its memory. */
let mostThreads = Math.min(4, availableParallelism());

const packers: Packer[] = [];

/**
 * Packs a block as a gzip member in a thread of its own. Threads start when they are needed, serve all layers, and keep
 * no program from ending.
 *
 * @param block up to BLOCK_SIZE bytes. What lies at the front of one of `takeBlock` is not copied: all buffers on it are
 *   empty from now on.
 */
export function packInThread(block: Buffer, level: number): Promise<Buffer> {
  return idlest().pack(block, level);
}

/** False while every thread has a block to pack and another one waiting. */
export function wantsMoreBlocks(): boolean {
  return packers.reduce((sum, { load }) => sum + load(), 0) <= mostThreads;
}

function idlest(): Packer {
  const [first] = [...packers].sort((a, b) => a.load() - b.load());
  if (first !== undefined && (packers.length >= mostThreads || first.load() === 0)) return first;
  try {
    const packer = createPacker();
    packers.push(packer);
    return packer;
  } catch (error) {
    if (first === undefined) throw error;
    mostThreads = packers.length; // no more are allowed here: slower, but no reason to fail
    return first;
  }
}

function createPacker(): Packer {
  const thread = startThread('#gzip-thread');
  /** A thread answers in the order in which it was asked. */
  const waiting: Waiting[] = [];
  thread.on('message', ({ memory, member }: PackReply) => {
    returnBlock(memory);
    if (waiting.length === 1) thread.unref();
    waiting.shift()?.resolve(adoptChunk(Buffer.from(member.buffer, member.byteOffset, member.byteLength)));
  });
  const packer: Packer = {
    load: () => waiting.length,
    pack: (block, level) =>
      new Promise((resolve, reject) => {
        if (waiting.push({ resolve, reject }) === 1) thread.ref();
        const { buffer: memory } = isFrontOfBlock(block) ? block : copyOf(block);
        const task: PackTask = { memory, size: block.length, level };
        thread.postMessage(task, [memory]);
      }),
  };
  thread.once('error', (error) => {
    packers.splice(packers.indexOf(packer), 1);
    for (const { reject } of waiting.splice(0)) reject(error);
  });
  return packer;
}

function copyOf(block: Buffer): Buffer<ArrayBuffer> {
  const whole = takeBlock();
  block.copy(whole);
  return whole;
}
