import { Writable } from 'node:stream';

/** Takes bytes that only the stages before were interested in. */
export function discard(): Writable {
  return new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
}
