/** Takes a stream apart by numbers of bytes. */
export interface ByteReader {
  /** Exactly this many bytes. @throws {Error} at the end of the stream. */
  readonly take: (count: number) => Promise<Buffer>;
  /** As many bytes, or what is left. */
  readonly takeUpTo: (count: number) => Promise<Buffer>;
  /** The next bytes as they come, or undefined at the end. */
  readonly next: () => Promise<Buffer | undefined>;
  /** Makes bytes that were taken the next ones. */
  readonly putBack: (bytes: Buffer) => void;
  /** Reads and forgets the rest. */
  readonly drain: () => Promise<void>;
  /** Tells the source that nothing more is wanted. */
  readonly close: () => void;
}

export function createByteReader(source: AsyncIterable<Buffer>): ByteReader {
  const iterator = source[Symbol.asyncIterator]();
  let waiting: Buffer = Buffer.alloc(0);
  const next = async (): Promise<Buffer | undefined> => {
    if (waiting.length > 0) {
      const bytes = waiting;
      waiting = Buffer.alloc(0);
      return bytes;
    }
    const { value, done } = (await iterator.next()) as IteratorResult<Buffer, undefined>;
    return done === true ? undefined : value;
  };
  const takeUpTo = async (count: number): Promise<Buffer> => {
    const parts: Buffer[] = [];
    let missing = count;
    while (missing > 0) {
      const bytes = await next();
      if (bytes === undefined) break;
      parts.push(bytes.subarray(0, missing));
      waiting = bytes.subarray(missing);
      missing -= Math.min(missing, bytes.length);
    }
    return Buffer.concat(parts);
  };
  return {
    next,
    takeUpTo,
    take: async (count) => {
      const bytes = await takeUpTo(count);
      if (bytes.length < count) throw new Error('unexpected end of file');
      return bytes;
    },
    putBack: (bytes) => {
      waiting = Buffer.concat([bytes, waiting]);
    },
    drain: async () => {
      while ((await next()) !== undefined);
    },
    close: () => {
      // Not waited for: a source that hangs is ended by whoever ends the whole pipeline.
      iterator.return?.().catch(() => undefined);
    },
  };
}
