import type { Worker } from 'node:worker_threads';
import { onAbort } from '../base/abort.ts';
import type { Digest, DigestAlgorithm } from '../model/digest.ts';
import { startThread } from './thread.ts';

export type HashTask = { readonly id: number } & (
  | { readonly path: string; readonly offset: number; readonly algorithm: DigestAlgorithm }
  /** Bytes of the file, from its beginning, that are written. */
  | { readonly upTo: number }
  /** The end: the digest is wanted, or nothing more. */
  | { readonly isWhole: boolean }
);

export type HashReply = { readonly id: number } & (
  | { readonly digest: Digest }
  /** With the system's code, where it has one. */
  | { readonly problem: string; readonly code?: string }
);

/** The digest of a part of a file that is still being written. */
export interface FileHash {
  /** Told that the first `length` bytes of the part are written. */
  readonly reach: (length: number) => void;
  /** @returns the digest of its first `length` bytes, which are written by now. @throws {Error} when they cannot be read. */
  readonly digest: (length: number, signal?: AbortSignal) => Promise<Digest>;
  /** To be called in the end, also when nobody wants to know any more. */
  readonly drop: () => void;
}

/** How much more has to be written before the thread is told. Bytes. */
const STEP = 2 * 1024 * 1024;

/** One thread for all files. */
let thread: { readonly worker: Worker; readonly waiting: Map<number, (reply: HashReply | Error) => void> } | undefined;
let lastId = 0;

/**
 * Hashes what is written to a file in a thread of its own, which reads it back from the system's memory. Hashing takes a
 * second per gigabyte: done where sockets are read it would make them wait, and the other core stands still.
 *
 * @param offset where the part begins.
 * @returns undefined where no thread can be started.
 */
export function hashFile(path: string, offset: number, algorithm: DigestAlgorithm): FileHash | undefined {
  const { worker, waiting } = (thread ??= start()) ?? {};
  if (worker === undefined || waiting === undefined) return undefined;
  const id = (lastId += 1);
  const post = (task: HashTask): void => worker.postMessage(task);
  let outcome: Digest | Error | undefined;
  let wake = (): void => undefined;
  waiting.set(id, (reply) => {
    outcome ??= outcomeOf(reply);
    wake();
  });
  worker.ref();
  post({ id, path, offset, algorithm });
  let reached = 0;
  let isClosed = false;
  const tell = (length: number): void => {
    reached = length;
    post({ id, upTo: offset + length });
  };
  const close = (isWhole: boolean): void => {
    if (!isClosed) post({ id, isWhole });
    isClosed = true;
  };
  return {
    reach: (length) => {
      if (length - reached >= STEP) tell(length);
    },
    digest: async (length, signal) => {
      if (length > reached) tell(length);
      close(true);
      const told = new Promise<void>((resolve) => {
        wake = resolve;
        if (outcome !== undefined) resolve();
      });
      const letGo = signal && onAbort(signal, wake);
      await told;
      letGo?.();
      signal?.throwIfAborted();
      if (outcome === undefined || outcome instanceof Error) throw outcome ?? new Error('the thread gave no answer');
      return outcome;
    },
    drop: () => {
      close(false);
      waiting.delete(id);
      if (waiting.size === 0) worker.unref();
    },
  };
}

function outcomeOf(reply: HashReply | Error): Digest | Error {
  if (reply instanceof Error) return reply;
  if ('digest' in reply) return reply.digest;
  return Object.assign(new Error(reply.problem), reply.code === undefined ? {} : { code: reply.code });
}

function start(): typeof thread {
  try {
    const worker = startThread('#hash-thread');
    const waiting = new Map<number, (reply: HashReply | Error) => void>();
    worker.on('message', (reply: HashReply) => waiting.get(reply.id)?.(reply));
    worker.once('error', (error) => {
      thread = undefined;
      for (const tell of waiting.values()) tell(error);
    });
    return { worker, waiting };
  } catch {
    return undefined; // slower, but no reason to fail
  }
}
