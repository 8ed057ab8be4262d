/** Takes a stream apart by numbers of bytes. */
export interface ByteReader {
  /** Exactly this many bytes. @throws {Error} at the end of the stream. */
  readonly take: (count: number) => Promise<Buffer>;
  /** As many bytes, or what is left. */
  readonly takeUpTo: (count: number) => Promise<Buffer>;
  /** Passes over this many bytes, without holding them. @throws {Error} at the end of the stream. */
  readonly skip: (count: number) => Promise<void>;
  /** The next bytes as they come, or undefined at the end. */
  readonly next: () => Promise<Buffer | undefined>;
  /** Makes bytes that were taken the next ones. */
  readonly putBack: (bytes: Buffer) => void;
  /** Reads and forgets the rest. */
  readonly drain: () => Promise<void>;
  /** Tells the source that nothing more is wanted. */
  readonly close: () => void;
}

const CUT = 'unexpected end of file';

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
  /** Hands over the next bytes, up to a number. @returns how many are missing because the stream has ended. */
  const pass = async (count: number, use: (bytes: Buffer) => void): Promise<number> => {
    for (let missing = count; missing > 0;) {
      const bytes = await next();
      if (bytes === undefined) return missing;
      use(bytes.subarray(0, missing));
      waiting = bytes.subarray(missing);
      missing -= Math.min(missing, bytes.length);
    }
    return 0;
  };
  const takeUpTo = async (count: number): Promise<Buffer> => {
    const parts: Buffer[] = [];
    await pass(count, (bytes) => parts.push(bytes));
    return Buffer.concat(parts);
  };
  return {
    next,
    takeUpTo,
    take: async (count) => {
      const bytes = await takeUpTo(count);
      if (bytes.length < count) throw new Error(CUT);
      return bytes;
    },
    skip: async (count) => {
      if ((await pass(count, () => undefined)) > 0) throw new Error(CUT);
    },
    putBack: (bytes) => {
      waiting = Buffer.concat([bytes, waiting]);
    },
    drain: async () => void (await pass(Infinity, () => undefined)),
    close: () => {
      // Not waited for: a source that hangs is ended by whoever ends the whole pipeline.
      iterator.return?.().catch(() => undefined);
    },
  };
}
