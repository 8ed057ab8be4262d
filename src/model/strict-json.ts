import { parseJson } from '../base/decode.ts';
import { SwrctlError } from '../base/errors.ts';

/** Deeper than any manifest or config, and shallow enough for every reader. */
const MAX_DEPTH = 100;

/** Objects whose keys are anybody's own words, so that their case counts. */
const MAPS = new Set(['annotations', 'labels', 'exposedports', 'volumes', 'layersources']);

/** Thrown for a document that two programs may read as two different things. */
export class TwoMeaningsError extends SwrctlError {
  constructor(message: string) {
    super('API_SHAPE', message, {
      hint: 'Do not use it: programs that read it differently would run different images (CVE-2021-41190)',
    });
  }
}

export interface StrictJsonOptions {
  /** Field names; the same in other letters (`Layers` for `layers`) would be a field to some programs only. */
  readonly fields?: ReadonlySet<string>;
}

/**
 * Parses JSON that must mean the same to every reader. Programs in Go take keys without regard to case, and of two
 * equal ones the last, merged into the first; others take the last alone, or the first.
 *
 * @throws {SwrctlError} API_SHAPE for what is not JSON or nested too deeply; TwoMeaningsError for keys that some
 *   programs take for the same, others not.
 */
export function parseStrictJson(bytes: Buffer, at: string, { fields }: StrictJsonOptions = {}): unknown {
  const text = bytes.toString('utf8');
  const value = parseJson(text, at);
  checkKeys(text, at, fields ?? new Set());
  return value;
}

/** As Go compares: the long s and the Kelvin sign are an s and a k. */
const fold = (key: string): string => [...key].map(foldCharacter).join('');

/** One character stays one: a ligature is none of its letters. */
function foldCharacter(character: string): string {
  const upper = character.toUpperCase();
  return [...upper].length === 1 ? upper.toLowerCase() : character;
}

/** An object or array that is open at some place of the text. */
interface Frame {
  /** Folded keys so far; undefined for arrays. */
  readonly keys: Set<string> | undefined;
  readonly isMap: boolean;
}

/** Goes over text that is known to be JSON. */
function checkKeys(text: string, at: string, fields: ReadonlySet<string>): void {
  const folded = new Map([...fields].map((field) => [fold(field), field]));
  const frames: Frame[] = [];
  let lastKey = '';
  let isKeyNext = false;
  for (const token of tokens(text)) {
    const frame = frames.at(-1);
    if (token === '}' || token === ']') frames.pop();
    else if (token === '{' || token === '[') frames.push(openFrame(token, frames, lastKey, at));
    else if (isKeyNext && frame !== undefined && token.startsWith('"')) {
      lastKey = JSON.parse(token) as string;
      checkKey(lastKey, frame, folded, at);
    }
    isKeyNext = token === '{' || (token === ',' && frame?.keys !== undefined);
  }
}

function openFrame(token: '{' | '[', frames: readonly Frame[], lastKey: string, at: string): Frame {
  if (frames.length === MAX_DEPTH) throw new SwrctlError('API_SHAPE', `${at} is nested too deeply`);
  // In a list there is no key right before it.
  const isMap = frames.at(-1)?.keys !== undefined && MAPS.has(fold(lastKey));
  return { keys: token === '{' ? new Set() : undefined, isMap };
}

function checkKey(key: string, { keys, isMap }: Frame, fields: ReadonlyMap<string, string>, at: string): void {
  const name = isMap ? key : fold(key);
  if (keys?.has(name)) throw new TwoMeaningsError(`${at} has two meanings: it says ${JSON.stringify(key)} twice`);
  keys?.add(name);
  const field = isMap ? undefined : fields.get(name);
  if (field !== undefined && field !== key) {
    throw new TwoMeaningsError(`${at} has two meanings: it says ${JSON.stringify(key)}, which is "${field}" to some`);
  }
}

/** Brackets, commas, colons and strings of a JSON text, in order. */
function* tokens(text: string): Generator<string> {
  const marks = /["{}[\],:]/g;
  for (let match = marks.exec(text); match !== null; match = marks.exec(text)) {
    if (match[0] !== '"') {
      yield match[0];
      continue;
    }
    const end = endOfString(text, match.index);
    yield text.slice(match.index, end);
    marks.lastIndex = end;
  }
}

/** Behind the closing quote of the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end + 1;
}

function isEscaped(text: string, at: number): boolean {
  let count = 0;
  while (text[at - 1 - count] === '\\') count += 1;
  return count % 2 === 1;
}
