import { BLOCK_SIZE, takeBlock } from '../base/block-memory.ts';

/**
 * Cuts a stream into blocks of exactly `size` bytes; only the last one may be shorter. Chunks of any length may come in;
 * blocks that lie in one of them are parts of it, not copies.
 */
export async function* inBlocks(source: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let block: Buffer | undefined;
  let filled = 0;
  for await (const chunk of source) {
    let taken = 0;
    while (taken < chunk.length) {
      if (filled === 0 && chunk.length - taken >= size) {
        yield chunk.subarray(taken, taken + size);
        taken += size;
        continue;
      }
      const count = Math.min(size - filled, chunk.length - taken);
      block ??= size === BLOCK_SIZE ? takeBlock() : Buffer.allocUnsafe(size);
      chunk.copy(block, filled, taken, taken + count);
      filled += count;
      taken += count;
      if (filled < size) continue;
      yield block;
      block = undefined; // it may still be read by whoever got it
      filled = 0;
    }
  }
  if (block !== undefined) yield block.subarray(0, filled);
}

/**
 * Packs blocks side by side, a few ahead of the one that is wanted, and gives them in their order. What holds nothing is
 * packed as one empty block.
 *
 * @param mayGoAhead whether one more may be begun beside those that are under way here, of this number.
 */
export async function* packInOrder(
  blocks: AsyncIterable<Buffer>,
  mayGoAhead: (underWay: number) => boolean,
  pack: (block: Buffer) => Promise<Buffer>,
): AsyncGenerator<Buffer> {
  const packing: Promise<Buffer>[] = [];
  let isEmpty = true;
  for await (const block of blocks) {
    isEmpty = false;
    const packed = pack(block);
    packed.catch(() => undefined); // awaited in order, unless the stream is given up before
    packing.push(packed);
    while (packing.length > 0 && !mayGoAhead(packing.length)) yield await (packing.shift() as Promise<Buffer>);
  }
  for (const packed of packing) yield await packed;
  if (isEmpty) yield await pack(Buffer.alloc(0));
}
