// The thread that unpacks gzip for proof.ts, and tells the digest of what comes out.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { parentPort } from 'node:worker_threads';
import { adoptChunk, releaseChunk } from '../base/block-memory.ts';
import { digestOfHash } from '../model/digest.ts';
import { gunzip } from './gunzip.ts';
import type { ProofBlock, ProofReply, ProofTask } from './proof.ts';

const inputs = new Map<number, Readable>();

const reply = (message: ProofReply, moved: readonly ArrayBuffer[] = []): void =>
  parentPort?.postMessage(message, moved);

parentPort?.on('message', (task: ProofTask) => {
  const input = inputs.get(task.id) ?? open(task);
  input.push('memory' in task ? task : null);
  if (!('memory' in task)) inputs.delete(task.id);
});

function open({ id, algorithm }: ProofTask): Readable {
  const input = new Readable({ objectMode: true, read: () => undefined });
  inputs.set(id, input);
  const hash = createHash(algorithm);
  const prove = async (): Promise<void> => {
    for await (const chunk of gunzip(bytesOf(input))) {
      hash.update(chunk);
      releaseChunk(adoptChunk(chunk));
    }
    reply({ id, digest: digestOfHash(hash, algorithm) });
  };
  prove().catch(({ message }: Error) => reply({ id, problem: message }));
  return input;
}

/** A block is done with when the next one is asked for. */
async function* bytesOf(input: AsyncIterable<ProofBlock>): AsyncGenerator<Buffer> {
  for await (const { id, memory, size } of input) {
    yield Buffer.from(memory, 0, size);
    reply({ id, memory }, [memory]);
  }
}
