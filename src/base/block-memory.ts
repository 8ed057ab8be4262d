import { MessageChannel } from 'node:worker_threads';

/** Plain bytes of a block: what is read from a file at once, and what a thread packs at once. */
export const BLOCK_SIZE = 1024 * 1024;

/** More than this many are never under way at once for long. */
const MOST_SPARES = 6;

/** How much of a block has been handed out in parts, and how much of that has come back. Bytes. */
interface Parts {
  given: number;
  released: number;
  /** No further part will be handed out. */
  isClosed: boolean;
}

const spares: ArrayBuffer[] = [];
const lent = new WeakSet<ArrayBufferLike>();
const divided = new WeakMap<ArrayBufferLike, Parts>();
const adopted = new WeakSet<ArrayBufferLike>();
const releasable = new WeakSet<Buffer>();

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
  return buffer.length === BLOCK_SIZE && lent.has(buffer.buffer) && !divided.has(buffer.buffer);
}

/** Whether a buffer is the front of a block from `takeBlock`, the rest of which nobody uses. The caller has to know that. */
export function isFrontOfBlock(buffer: Buffer): buffer is Buffer<ArrayBuffer> {
  return buffer.byteOffset === 0 && lent.has(buffer.buffer) && !divided.has(buffer.buffer);
}

/** Gives memory back that came from another thread: no buffer here is on it any more. */
export function returnBlock(memory: ArrayBuffer): void {
  if (spares.length < MOST_SPARES) spares.push(memory);
  else free(memory);
}

/**
 * Takes over a chunk that nobody else has and that is all of its memory: what another thread packed, for example. Like
 * parts of blocks it may be given to `releaseChunk`.
 */
export function adoptChunk(chunk: Buffer): Buffer {
  if (chunk.length === chunk.buffer.byteLength) adopted.add(chunk.buffer);
  return chunk;
}

/** Says of a chunk that its next reader is the last one: whoever writes it to a socket releases it. */
export function allowRelease(chunk: Buffer): void {
  if (divided.has(chunk.buffer) || adopted.has(chunk.buffer) || isWholeBlock(chunk)) releasable.add(chunk);
}

/** Releases a chunk if that was allowed, else leaves it alone: it may be sent once more. */
export function releaseIfAllowed(chunk: unknown): void {
  if (releasable.has(chunk as Buffer)) releaseChunk(chunk as Buffer);
}

/**
 * Hands out the first bytes of what is left of a block. Whoever sees such a part last may give it to `releaseChunk`;
 * where nobody does, the collector finds the block.
 *
 * @param room a block of `takeBlock`, or what is left of one.
 * @param isLast true: the rest of the block will not be used.
 */
export function handOut(room: Uint8Array, length: number, isLast: boolean): Buffer {
  const parts = divided.get(room.buffer) ?? { given: 0, released: 0, isClosed: false };
  parts.given += length;
  parts.isClosed = isLast;
  divided.set(room.buffer, parts);
  return Buffer.from(room.buffer, room.byteOffset, length);
}

/**
 * For the last one to see a chunk: its memory is used again when it is a whole block, or when the last part of a block
 * that was handed out comes back, and freed when it was adopted. Buffers on it are empty then.
 */
export function releaseChunk(chunk: Buffer): void {
  if (adopted.has(chunk.buffer)) {
    free(chunk.buffer as ArrayBuffer);
    return;
  }
  const parts = divided.get(chunk.buffer);
  if (parts === undefined) {
    if (isWholeBlock(chunk)) reuse(chunk.buffer);
    return;
  }
  parts.released += chunk.length;
  if (parts.isClosed && parts.released === parts.given) reuse(chunk.buffer as ArrayBuffer);
}

/** Takes the memory away from all buffers on it, so that one that is still somewhere shows nothing of the next content. */
function reuse(memory: ArrayBuffer): void {
  returnBlock(structuredClone(memory, { transfer: [memory] }));
}

const closed = new MessageChannel().port1;
closed.close();

/** Frees memory at once: a message to nobody. The collector would let tens of megabytes come together first. */
function free(memory: ArrayBuffer): void {
  closed.postMessage(undefined, [memory]);
}
