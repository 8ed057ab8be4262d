// The thread that hashes for hash-file.ts what another one writes to a file.
import { createHash, type Hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { digestOfHash, type DigestAlgorithm } from '../model/digest.ts';
import { BLOCK_SIZE } from '../base/block-memory.ts';
import type { HashReply, HashTask } from './hash-file.ts';

interface Reading {
  readonly fd: number;
  readonly algorithm: DigestAlgorithm;
  readonly hash: Hash;
  position: number;
}

const readings = new Map<number, Reading>();
const block = Buffer.allocUnsafeSlow(BLOCK_SIZE);

parentPort?.on('message', (task: HashTask) => {
  try {
    perform(task);
  } catch (error) {
    close(task.id);
    const { message, code } = error as NodeJS.ErrnoException;
    reply({ id: task.id, problem: message, ...(code === undefined ? {} : { code }) });
  }
});

const reply = (message: HashReply): void => parentPort?.postMessage(message);

function perform(task: HashTask): void {
  const { id } = task;
  if ('path' in task) {
    const { path, offset, algorithm } = task;
    readings.set(id, { fd: openSync(path, 'r'), algorithm, hash: createHash(algorithm), position: offset });
    return;
  }
  const reading = readings.get(id);
  if (reading === undefined) return; // it failed, which was told
  if ('upTo' in task) readUpTo(reading, task.upTo);
  else {
    if (task.isWhole) reply({ id, digest: digestOfHash(reading.hash, reading.algorithm) });
    close(id);
  }
}

/**
 * A file that ends before is read on when more of it is there; what a crash of the machine took away in the end gives
 * another digest, as any other damage does.
 */
function readUpTo(reading: Reading, end: number): void {
  while (reading.position < end) {
    const count = readSync(reading.fd, block, 0, Math.min(block.length, end - reading.position), reading.position);
    if (count === 0) return;
    reading.hash.update(block.subarray(0, count));
    reading.position += count;
  }
}

function close(id: number): void {
  const reading = readings.get(id);
  readings.delete(id);
  if (reading !== undefined) closeSync(reading.fd);
}
