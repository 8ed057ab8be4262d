import { SwrctlError } from './errors.ts';

/** Turns an unknown JSON value into a typed one, or throws API_SHAPE naming `at`, the path of the wrong value. */
export type Decoder<T> = (value: unknown, at: string) => T;

/** The type that a decoder gives. */
export type Decoded<D> = D extends Decoder<infer T> ? T : never;

type Fields = Record<string, Decoder<unknown>>;
type Values<F extends Fields> = { [K in keyof F]: Decoded<F[K]> };

function wrong(at: string, expected: string, value: unknown): SwrctlError {
  const found = value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value;
  return new SwrctlError('API_SHAPE', `${at} is ${found}, expected ${expected}`);
}

export const string: Decoder<string> = (value, at) => {
  if (typeof value === 'string') return value;
  throw wrong(at, 'a string', value);
};

export const number: Decoder<number> = (value, at) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw wrong(at, 'a number', value);
};

export const boolean: Decoder<boolean> = (value, at) => {
  if (typeof value === 'boolean') return value;
  throw wrong(at, 'true or false', value);
};

/** Takes any value as it is, for parts that are passed on unread. */
export const unknown: Decoder<unknown> = (value) => value;

/** A JSON object with any keys. */
export const record: Decoder<Record<string, unknown>> = (value, at) => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw wrong(at, 'an object', value);
};

export function array<T>(item: Decoder<T>): Decoder<T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) throw wrong(at, 'an array', value);
    return value.map((element: unknown, index) => item(element, `${at}[${index}]`));
  };
}

/** An object with at least these fields; others are ignored. Own properties only, so `__proto__` in JSON is inert. */
export function object<F extends Fields>(fields: F): Decoder<Values<F>> {
  return (value, at) => {
    const source = record(value, at);
    const entries = Object.entries(fields).map(([key, decode]) => {
      const own = Object.hasOwn(source, key) ? source[key] : undefined;
      return [key, decode(own, `${at}.${key}`)] as const;
    });
    return Object.fromEntries(entries) as Values<F>;
  };
}

/** An object used as a map from any key to values of one kind. */
export function mapOf<T>(item: Decoder<T>): Decoder<Map<string, T>> {
  return (value, at) =>
    new Map(Object.entries(record(value, at)).map(([key, element]) => [key, item(element, `${at}.${key}`)]));
}

/** Absent or null becomes undefined. */
export function optional<T>(decode: Decoder<T>): Decoder<T | undefined> {
  return (value, at) => (value === undefined || value === null ? undefined : decode(value, at));
}

/** Absent or null becomes `fallback`. */
export function withDefault<T>(decode: Decoder<T>, fallback: T): Decoder<T> {
  return (value, at) => (value === undefined || value === null ? fallback : decode(value, at));
}

export function map<A, B>(decode: Decoder<A>, change: (value: A) => B): Decoder<B> {
  return (value, at) => change(decode(value, at));
}

/** Most values in one JSON text. Each takes up to a hundred times the memory of its text, and no format of ours has so many. */
const MAX_VALUES = 300_000;

/** About how many values a JSON text holds: what begins a list or object, or follows a comma. */
export function countValues(text: string): number {
  let count = 1;
  let isInText = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charCodeAt(index);
    if (char === CHAR.quote) isInText = !isInText;
    else if (isInText && char === CHAR.backslash) index += 1;
    else if (!isInText && (char === CHAR.comma || char === CHAR.bracket || char === CHAR.brace)) count += 1;
  }
  return count;
}

const CHAR = { quote: 0x22, comma: 0x2c, bracket: 0x5b, backslash: 0x5c, brace: 0x7b };

/** Parses JSON text. @throws {SwrctlError} API_SHAPE when it is not JSON, or so much of it that memory might not hold it. */
export function parseJson(text: string, at: string): unknown {
  if (countValues(text) > MAX_VALUES) throw new SwrctlError('API_SHAPE', `${at} has more than ${MAX_VALUES} values`);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new SwrctlError('API_SHAPE', `${at} is not JSON`, { cause });
  }
}
