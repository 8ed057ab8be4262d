import { Readable, finished } from 'node:stream';

export interface RelayOptions {
  /** What is passed on of a chunk. Default: all of it. */
  readonly part?: (chunk: Buffer) => Buffer;
  /** Told why a body broke off: gives the one that goes on behind it, or throws what the reader is to get. */
  readonly goOn?: (error: Error) => Promise<Readable>;
}

/**
 * Passes on the body of an answer chunk by chunk. An async iterator over a byte stream joins all that has piled up into
 * new memory, which costs a fast download a copy of itself; and here the next chunk is there when the reader comes back.
 */
export function relay(first: Readable, { part = (chunk) => chunk, goOn = refuse }: RelayOptions = {}): Readable {
  let source = first;
  const target = new Readable({
    read: () => void source.resume(),
    destroy: (error, done) => {
      source.destroy();
      done(error);
    },
  });
  const follow = (next: Readable): void => {
    source = next;
    if (target.destroyed) next.destroy();
    finished(next, { writable: false }, (error) => {
      // A turn later the connection is free for whoever asks at the end.
      if (!error) setImmediate(() => target.push(null));
      else if (!target.destroyed) goOn(error).then(follow, (reason: Error) => target.destroy(reason));
    });
    next.on('data', (chunk: Buffer) => {
      const wanted = part(chunk);
      if (wanted.length > 0 && !target.push(wanted)) next.pause();
    });
  };
  follow(first);
  return target;
}

const refuse = (error: Error): Promise<Readable> => Promise.reject(error);
