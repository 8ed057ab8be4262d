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

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A JSON object with any keys. */
export const record: Decoder<Record<string, unknown>> = (value, at) => {
  if (isRecord(value)) return value;
  throw wrong(at, 'an object', value);
};

export function array<T>(item: Decoder<T>): Decoder<T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) throw wrong(at, 'an array', value);
    return value.map((element: unknown, index) => item(element, `${at}[${index}]`));
  };
}

/** An array that services leave out, or write as null, when nothing is in it. */
export function list<T>(item: Decoder<T>): Decoder<T[]> {
  return withDefault(array(item), []);
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

/**
 * Gives a decoder its keys whatever their case; of several that are the same the last one wins. So do programs in Go read
 * JSON. Source: Go encoding/json, "Unmarshal".
 */
export function anyCase<T>(keys: readonly string[], decode: Decoder<T>): Decoder<T> {
  const known = new Map(keys.map((key) => [foldCase(key), key]));
  return (value, at) => {
    const entries = Object.entries(record(value, at)).flatMap(([key, own]) => {
      const name = known.get(foldCase(key));
      return name === undefined ? [] : [[name, own] as const];
    });
    return decode(Object.fromEntries(entries), at);
  };
}

/** As Unicode folds single letters: a long s is an s, the Kelvin sign a k. */
const foldCase = (key: string): string => key.replace(/\u017f/g, 's').toLowerCase();

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

/** Only the parts that are there, for models with optional fields. */
export function present<T extends object>(parts: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(parts).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** Arrays and objects inside each other that JSON may have: many more than any format needs. */
export const MAX_DEPTH = 100;

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

/**
 * Parses JSON text, of whomever it is. What it gives can be walked without a thought of its depth.
 *
 * @throws {SwrctlError} API_SHAPE when it is not JSON, nested too deeply, or so much of it that memory might not hold it.
 *   Without a cause: the parser's own words quote the text, which may hold a secret.
 * @param maxValues texts, numbers, lists and objects in it, all together.
 */
export function parseJson(text: string, at: string, maxValues = MAX_VALUES): unknown {
  if (isTooDeep(text)) throw new SwrctlError('API_SHAPE', `${at} is nested more than ${MAX_DEPTH} levels deep`);
  if (countValues(text) > maxValues) throw new SwrctlError('API_SHAPE', `${at} has more than ${maxValues} values`);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new SwrctlError('API_SHAPE', `${at} is not JSON${placeOf(error)}`);
  }
}

function placeOf(error: unknown): string {
  const text = error instanceof Error ? error.message : '';
  if (text.startsWith('Unexpected end')) return ': it ends too early';
  const [, place] = /at position (\d+)/.exec(text) ?? [];
  return place === undefined ? '' : `: see character ${Number(place) + 1}`;
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const [OPENING, CLOSING] = [new Set([0x5b, 0x7b]), new Set([0x5d, 0x7d])];

/** True for JSON of more than MAX_DEPTH levels. Counts brackets outside strings. Of text that is no JSON it may say anything: the parser refuses that. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (isInString) {
      if (code === BACKSLASH) index += 1;
      else if (code === QUOTE) isInString = false;
    } else if (code === QUOTE) isInString = true;
    else if (OPENING.has(code)) {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
    } else if (CLOSING.has(code)) depth -= 1;
  }
  return false;
}

/**
 * True for YAML that may be nested too deeply: its reader calls itself for each level, and brings the process down when the
 * stack is full. Marks count wherever they stand: what is a text and what is not only the reader knows.
 */
export function isTooDeepYaml(text: string): boolean {
  let depth = 0;
  let indent: number | undefined = 0;
  for (const character of text) {
    if (OPENING.has(character.charCodeAt(0))) depth += 1;
    else if (CLOSING.has(character.charCodeAt(0))) depth = Math.max(0, depth - 1);
    // Each level of a block begins further to the right, or behind a mark of its own.
    if (character === '\n') indent = 0;
    else if (indent !== undefined) indent = BLOCK_MARKS.has(character) ? indent + 1 : undefined;
    if (depth > MAX_DEPTH || (indent ?? 0) > 2 * MAX_DEPTH) return true;
  }
  return false;
}

const BLOCK_MARKS = new Set([' ', '\t', '-', '?', ':']);
