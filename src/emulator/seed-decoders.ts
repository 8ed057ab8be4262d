import { record, type Decoder } from '../base/decode.ts';
import { SwrctlError } from '../base/errors.ts';

/** Refuses keys that the decoder does not know: a misspelt one would be lost in silence. */
export function closed<T extends object>(decode: Decoder<T>): Decoder<T> {
  return (value, at) => {
    const decoded = decode(value, at);
    const odd = Object.keys(record(value, at)).find((key) => !Object.hasOwn(decoded, key));
    if (odd === undefined) return decoded;
    throw wrongSeed(`${at} has no "${odd}"; it may have ${Object.keys(decoded).join(', ')}`);
  };
}

export function wrongSeed(message: string, cause?: unknown): SwrctlError {
  return new SwrctlError('USAGE', `the seed is wrong: ${message}`, { cause });
}
