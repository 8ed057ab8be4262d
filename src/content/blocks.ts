/** Cuts a stream into blocks of exactly `size` bytes; only the last one may be shorter. Chunks of any length may come in. */
export async function* inBlocks(source: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let block = Buffer.allocUnsafe(size);
  let filled = 0;
  for await (const chunk of source) {
    let taken = 0;
    while (taken < chunk.length) {
      const count = Math.min(size - filled, chunk.length - taken);
      chunk.copy(block, filled, taken, taken + count);
      filled += count;
      taken += count;
      if (filled < size) continue;
      yield block;
      block = Buffer.allocUnsafe(size); // the one before may still be read by whoever got it
      filled = 0;
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}
