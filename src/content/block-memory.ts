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

/** Gives memory back that nobody else looks at: it came from another thread, so that every buffer on it is empty. */
export function returnBlock(memory: ArrayBuffer): void {
  if (spares.length < MOST_SPARES) spares.push(memory);
}
