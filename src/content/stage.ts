import { Duplex, Readable } from 'node:stream';

/** Bytes in, bytes out. */
export type Step = (source: AsyncIterable<Buffer>) => AsyncIterable<Buffer>;

/** Nothing is done. */
export const pass: Step = (source) => source;

/**
 * Makes a stream of a step, to stand in a pipeline. Node's own `Duplex.from` does so too, but when what comes before it
 * fails while it waits for bytes, its reader waits for ever on Node 20, and the whole pipeline on Node 22.
 */
export function stage(step: Step): Duplex {
  const input = createInput();
  const output = step(input.bytes)[Symbol.asyncIterator]();
  let isPulling = false;
  const pull = async (stream: Duplex): Promise<void> => {
    if (isPulling) return;
    isPulling = true;
    for (let wantsMore = true; wantsMore;) {
      const { value, done } = (await output.next()) as IteratorResult<Buffer, undefined>;
      if (done === true) input.bytes.destroy(); // a step need not want all of it
      wantsMore = stream.push(done === true ? null : value) && done !== true;
    }
    isPulling = false;
  };
  return new Duplex({
    write: (chunk: Buffer, _encoding, done) => input.put(chunk, done),
    final: (done) => {
      input.bytes.push(null);
      done();
    },
    read() {
      pull(this).catch((error: Error) => this.destroy(error));
    },
    destroy: (error, done) => {
      input.bytes.destroy(error ?? new Error('the stream was given up'));
      output.return?.().then(undefined, () => undefined); // it may be busy, and nobody waits for it any more
      done(error);
    },
  });
}

interface Input {
  /** What the step reads, chunk by chunk. */
  readonly bytes: Readable;
  /** Adds a chunk; `done` is called when another one is wanted, or none at all. */
  readonly put: (chunk: Buffer, done: () => void) => void;
}

function createInput(): Input {
  let wantsMore: (() => void) | undefined;
  const goOn = (): void => {
    const done = wantsMore;
    wantsMore = undefined; // before it is called: it may come back with the next chunk
    done?.();
  };
  const bytes = new Readable({ objectMode: true, highWaterMark: 1, read: goOn });
  bytes.on('error', () => undefined); // the step meets it, if it still reads
  bytes.once('close', goOn);
  return {
    bytes,
    put: (chunk, done) => {
      wantsMore = done;
      if (bytes.destroyed || bytes.push(chunk)) goOn();
    },
  };
}
