import type { Duplex } from 'node:stream';
import { BLOCK_SIZE } from '../base/block-memory.ts';
import { inBlocks, packInOrder } from './blocks.ts';
import { gzipMark } from './gzip-mark.ts';
import { packInThread, wantsMoreBlocks } from './gzip-threads.ts';
import { pass, stage, type Step } from './stage.ts';

/** Those of libdeflate: from fast to small. */
export const GZIP_LEVELS = [1, 12] as const;

/** Levels above take half as much time again, or more, for 3 % fewer bytes; measured in docs/benchmarks.md. */
export const DEFAULT_GZIP_LEVEL = 1;

/** Blocks of one stream under way at once. */
const BLOCKS_AHEAD = 4;

/**
 * Packs a stream as gzip: a member for each block of a fixed size, packed side by side and joined in order, and
 * behind them the mark that says how. The same input gives the same bytes however it comes in, on every run,
 * and whatever the number of cores.
 *
 * @param level one of GZIP_LEVELS. Default 1.
 * @param before what the bytes go through before they are packed.
 */
export function gzip(level: number = DEFAULT_GZIP_LEVEL, before: Step = pass): Duplex {
  return stage((source) => pack(before(source), level));
}

/** Enough for every thread, however many streams there are, and no more: blocks that wait take memory. */
const mayGoAhead = (underWay: number): boolean => underWay < BLOCKS_AHEAD && wantsMoreBlocks();

async function* pack(source: AsyncIterable<Buffer>, level: number): AsyncGenerator<Buffer> {
  yield* packInOrder(inBlocks(source, BLOCK_SIZE), mayGoAhead, (block) => packInThread(block, level));
  yield gzipMark({ packer: 'builtin', level });
}
