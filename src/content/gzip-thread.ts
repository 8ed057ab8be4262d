// The thread that packs blocks for gzip-threads.ts.
import { parentPort } from 'node:worker_threads';
import { packBlock } from './gzip-block.ts';
import type { PackReply, PackTask } from './gzip-threads.ts';

parentPort?.on('message', ({ memory, size, level }: PackTask) => {
  const packed = packBlock(new Uint8Array(memory, 0, size), level);
  // Its own memory, so that it can go over to the other thread without being copied.
  const member = packed.byteLength === packed.buffer.byteLength ? packed : packed.slice();
  const reply: PackReply = { memory, member };
  parentPort?.postMessage(reply, [memory, member.buffer as ArrayBuffer]);
});
