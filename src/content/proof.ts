import type { Worker } from 'node:worker_threads';
import type { Digest, DigestAlgorithm } from '../model/digest.ts';
import { BLOCK_SIZE, returnBlock, takeBlock } from '../base/block-memory.ts';
import { startThread } from './thread.ts';

interface ProofTaskStart {
  readonly id: number;
  readonly algorithm: DigestAlgorithm;
}

/** Gzip bytes in the memory of a block, which comes back. */
export interface ProofBlock extends ProofTaskStart {
  readonly memory: ArrayBuffer;
  readonly size: number;
}

/** Without memory: that was all. */
export type ProofTask = ProofBlock | ProofTaskStart;

export type ProofReply = { readonly id: number } & (
  { readonly memory: ArrayBuffer } | { readonly digest: Digest } | { readonly problem: string }
);

/** Gzip bytes that another thread unpacks. */
export interface Proof {
  /** Takes bytes, and waits while the thread is behind. @throws {Error} when they are no gzip. */
  readonly add: (chunk: Buffer) => Promise<void>;
  /** @returns the digest of what they unpack to. @throws {Error} when they are no gzip, or not all of it. */
  readonly end: () => Promise<Digest>;
  /** To be called in the end, also when nobody wants to know any more. */
  readonly drop: () => void;
}

/** Blocks under way to the thread at once. */
const BLOCKS_AHEAD = 2;

/** One thread for all layers: unpacking itself is done by the thread pool. */
let thread: { readonly worker: Worker; readonly proofs: Map<number, (reply: ProofReply | Error) => void> } | undefined;
let lastId = 0;

export function startProof(algorithm: DigestAlgorithm): Proof {
  const { worker, proofs } = (thread ??= start());
  const id = (lastId += 1);
  let ahead = 0;
  let outcome: Digest | Error | undefined;
  let wake = (): void => undefined;
  const changed = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
    });
  proofs.set(id, (reply) => {
    if (reply instanceof Error) outcome ??= reply;
    else if ('memory' in reply) ahead -= 1;
    else outcome = 'digest' in reply ? reply.digest : new Error(reply.problem);
    wake();
  });
  worker.ref();
  const blocks = fillBlocks((memory, size) => {
    ahead += 1;
    worker.postMessage({ id, algorithm, memory, size } satisfies ProofTask, [memory]);
  });
  let isClosed = false;
  const close = (): void => {
    if (!isClosed) worker.postMessage({ id, algorithm } satisfies ProofTask);
    isClosed = true;
  };
  return {
    add: async (chunk) => {
      blocks.add(chunk);
      while (ahead >= BLOCKS_AHEAD && outcome === undefined) await changed();
      if (outcome instanceof Error) throw outcome;
    },
    end: async () => {
      blocks.end();
      close();
      while (outcome === undefined) await changed();
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
    drop: () => {
      close();
      proofs.delete(id);
      if (proofs.size === 0) worker.unref();
    },
  };
}

/** Gathers chunks: a message for each small one would cost more than to copy it. */
function fillBlocks(use: (memory: ArrayBuffer, size: number) => void) {
  let block: Buffer<ArrayBuffer> | undefined;
  let filled = 0;
  const end = (): void => {
    if (block !== undefined) use(block.buffer, filled);
    block = undefined;
    filled = 0;
  };
  const add = (chunk: Buffer): void => {
    for (let taken = 0; taken < chunk.length;) {
      block ??= takeBlock();
      const count = chunk.copy(block, filled, taken);
      taken += count;
      filled += count;
      if (filled === BLOCK_SIZE) end();
    }
  };
  return { add, end };
}

function start(): NonNullable<typeof thread> {
  const worker = startThread('#proof-thread');
  const proofs = new Map<number, (reply: ProofReply | Error) => void>();
  worker.on('message', (reply: ProofReply) => {
    if ('memory' in reply) returnBlock(reply.memory);
    proofs.get(reply.id)?.(reply);
  });
  worker.once('error', (error) => {
    thread = undefined;
    for (const tell of proofs.values()) tell(error);
  });
  return { worker, proofs };
}
