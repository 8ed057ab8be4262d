/** A block unpacks from at most this much: 900,000 bytes of text and its tables, and then some. */
const BLOCK_INPUT = 1024 * 1024;

/** Bytes that are given at a time. */
const PIECE_SIZE = 1024 * 1024;

/** The block decoder of unbzip2-stream. Its stream is not used: at the end of input it unpacks a megabyte at once. */
interface BlockDecoder {
  readonly header: (bits: BitReader) => number;
  /** Calls `put` for each byte. @returns the running checksum, or null after the last block of a stream. */
  readonly decompress: (
    bits: BitReader,
    put: (byte: number) => void,
    work: Int32Array,
    size: number,
    checksum: number,
  ) => number | null;
}

interface BitReader {
  (count: number): number;
  readonly bytesRead: number;
}

/**
 * Unpacks bzip2, all streams in a row, block by block.
 *
 * @throws {Error} for damaged or truncated input.
 */
export async function* unbzip2(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const decoder = await createDecoder();
  for await (const chunk of source) {
    decoder.add(chunk);
    while (decoder.waiting() >= BLOCK_INPUT) yield* decoder.next();
  }
  while (decoder.waiting() > 0) yield* decoder.next();
  if (decoder.isInside()) throw new Error('unexpected end of file');
}

async function createDecoder() {
  const [bzip2, bitIterator] = await loadParts();
  const queue: Buffer[] = [];
  let received = 0;
  let bits: BitReader | undefined;
  let level = 0;
  let checksum = 0;
  let work = new Int32Array(0);
  const nextBuffer = (): Buffer => {
    const buffer = queue.shift();
    if (buffer === undefined) throw new Error('unexpected end of file');
    return buffer;
  };
  return {
    add: (chunk: Buffer): void => {
      queue.push(chunk);
      received += chunk.length;
    },
    waiting: (): number => received - (bits?.bytesRead ?? 0),
    /** True between a stream's header and its end. */
    isInside: (): boolean => level > 0,
    /** Unpacks one block; empty at the start and end of a stream. */
    next: (): Buffer[] => {
      bits ??= bitIterator(nextBuffer);
      if (level === 0) {
        level = bzip2.header(bits);
        work = new Int32Array(level * 100_000);
        checksum = 0;
        return [];
      }
      const output = createOutput(level * 100_000);
      const result = bzip2.decompress(bits, output.put, work, work.length, checksum);
      if (result === null) level = 0;
      else checksum = result;
      return output.pieces();
    },
  };
}

/**
 * Collects the bytes of a block in pieces. A run of one byte takes five bytes of a block for 259, so that a block of
 * 900 kB can become 46 MB: those are not copied to and fro as they grow.
 */
function createOutput(sizeHint: number): { put: (byte: number) => void; pieces: () => Buffer[] } {
  const full: Buffer[] = [];
  let piece = Buffer.allocUnsafe(sizeHint);
  let length = 0;
  return {
    put: (byte) => {
      if (length === piece.length) {
        full.push(piece);
        piece = Buffer.allocUnsafe(PIECE_SIZE);
        length = 0;
      }
      piece[length] = byte;
      length += 1;
    },
    pieces: () => [...full, piece.subarray(0, length)],
  };
}

async function loadParts(): Promise<[BlockDecoder, (nextBuffer: () => Buffer) => BitReader]> {
  const [bzip2, bitIterator] = await Promise.all([
    import('unbzip2-stream/lib/bzip2.js'),
    import('unbzip2-stream/lib/bit_iterator.js'),
  ]);
  return [bzip2.default as BlockDecoder, bitIterator.default as (nextBuffer: () => Buffer) => BitReader];
}
