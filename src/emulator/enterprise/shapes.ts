import { number, string, type Decoder } from '../../base/decode.ts';
import { SwrctlError } from '../../base/errors.ts';

/** Decoders for what bodies may hold; what they refuse is answered with 400. */

const wrong = (at: string, what: string): SwrctlError => new SwrctlError('API_SHAPE', `${at} ${what}`);

/** Text of so many characters that looks like this. */
export function text(
  limits: { readonly min?: number; readonly max?: number; readonly pattern?: RegExp } = {},
): Decoder<string> {
  const { min = 0, max = Infinity, pattern } = limits;
  return (value, at) => {
    const found = string(value, at);
    if (found.length < min || found.length > max) throw wrong(at, `has not ${min} to ${max} characters`);
    if (pattern !== undefined && !pattern.test(found)) throw wrong(at, 'has another form');
    return found;
  };
}

/** One of a few words. */
export function choice<const T extends string>(...words: readonly T[]): Decoder<T> {
  return (value, at) => {
    const found = words.find((word) => word === value);
    if (found === undefined) throw wrong(at, `is none of ${words.join(', ')}`);
    return found;
  };
}

/** A whole number. */
export function whole(least = -Infinity, most = Infinity): Decoder<number> {
  return (value, at) => {
    const found = number(value, at);
    if (!Number.isInteger(found) || found < least || found > most) throw wrong(at, 'is not such a number');
    return found;
  };
}

/** A list that has so many entries. */
export function several<T>(decode: Decoder<T[]>, min: number, max = Infinity): Decoder<T[]> {
  return (value, at) => {
    const found = decode(value, at);
    if (found.length < min || found.length > max) throw wrong(at, `has not ${min} to ${max} entries`);
    return found;
  };
}

/** Truth as text. */
export const textBoolean: Decoder<boolean> = (value, at) => choice('true', 'false')(value, at) === 'true';

/** Names of namespaces and credentials. */
export const NAME = /^[a-z0-9]+([._-][a-z0-9]+)*$/;

/** Names of policies and of target registries. */
export const POLICY_NAME = /^[A-Za-z0-9_\u4e00-\u9fa5-]+$/;
