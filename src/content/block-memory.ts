/** Plain bytes of a block: what is read from a file at once, and what a thread packs at once. */
export const BLOCK_SIZE = 1024 * 1024;

/** More than this many are never under way at once for long. */
const MOST_SPARES = 16;

const spares: ArrayBuffer[] = [];
const lent = new WeakSet<ArrayBufferLike>();

/**
 * Memory for one block, used again and again: allocating it anew for each block of a large layer would set off the
 * garbage collector dozens of times.
 */
export function takeBlock(): Buffer<ArrayBuffer> {
  const memory = spares.pop() ?? new ArrayBuffer(BLOCK_SIZE);
  lent.add(memory);
  return Buffer.from(memory);
}

/** Whether a buffer is a whole block from `takeBlock`, which whoever consumes it may send to another thread. */
export function isWholeBlock(buffer: Buffer): buffer is Buffer<ArrayBuffer> {
  return buffer.length === BLOCK_SIZE && lent.has(buffer.buffer);
}

/** Gives memory back that came from another thread: no buffer here is on it any more. */
export function returnBlock(memory: ArrayBuffer): void {
  if (spares.length < MOST_SPARES) spares.push(memory);
}

/** For the last one to see a chunk: its memory is used again if it is a whole block. Buffers on it are empty then. */
export function releaseBlock(chunk: Buffer): void {
  if (isWholeBlock(chunk)) returnBlock(structuredClone(chunk.buffer, { transfer: [chunk.buffer] }));
}
