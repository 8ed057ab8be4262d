// node pack.js zlib|libdeflate LEVEL FILE: packs a file in blocks of 1 MiB on all cores, prints how many bytes that gave.
import { closeSync, openSync, readSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { constants, crc32, deflateRaw } from 'node:zlib';
import { inParallel } from './parallel.js';

const BLOCK = 1024 * 1024;
const WINDOW = 32 * 1024;
/** Blocks under way for each core, so that none waits while the next one is read. */
const AHEAD = 3;

function* blocksOf(path) {
  const file = openSync(path, 'r');
  try {
    for (;;) {
      // Memory of its own can be handed to a worker without a copy.
      const block = Buffer.allocUnsafeSlow(BLOCK);
      const length = readSync(file, block);
      if (length === 0) return;
      yield block.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}

/** One gzip member: each block knows the end of the one before, and ends on a byte so that they can be joined. */
function zlibPacker(level) {
  const deflate = promisify(deflateRaw);
  const options = { level, memLevel: 9, finishFlush: constants.Z_SYNC_FLUSH, chunkSize: BLOCK / 2 };
  let sum = 0;
  let before = {};
  return {
    pack: (block) => {
      const packed = deflate(block, { ...options, ...before });
      before = { dictionary: block.subarray(-WINDOW) };
      // The sum of all bytes stands at the end of a member, so it is part of the work.
      sum = crc32(block, sum);
      return packed;
    },
    end: () => undefined,
  };
}

/** A gzip member for each block; WebAssembly runs on the thread that calls it, so there is one for each core. */
function libdeflatePacker(level) {
  const workers = Array.from({ length: availableParallelism() }, () => {
    const worker = new Worker(new URL(import.meta.url), { workerData: level });
    const waiting = [];
    worker.on('message', (packed) => waiting.shift()(packed));
    return { worker, waiting };
  });
  return {
    pack: (block) => {
      const { worker, waiting } = workers.reduce((a, b) => (b.waiting.length < a.waiting.length ? b : a));
      worker.postMessage(block, [block.buffer]);
      return new Promise((done) => waiting.push(done));
    },
    end: () => Promise.all(workers.map(({ worker }) => worker.terminate())),
  };
}

async function packInWorker(level) {
  const { gzip } = await import('libdeflate');
  parentPort.on('message', (block) => {
    const packed = gzip(block, level);
    parentPort.postMessage(packed, [packed.buffer]);
  });
}

async function packFile([packer, level, path]) {
  const { pack, end } = packer === 'zlib' ? zlibPacker(Number(level)) : libdeflatePacker(Number(level));
  let bytes = 0;
  const add = async (block) => {
    const { length } = await pack(block);
    bytes += length;
  };
  await inParallel(blocksOf(path), add, AHEAD * availableParallelism());
  await end();
  console.log(bytes);
}

await (isMainThread ? packFile(process.argv.slice(2)) : packInWorker(workerData));
