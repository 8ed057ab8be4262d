import { SwrctlError } from '../../base/errors.ts';

/** Whether the whole of a name is what a pattern says. */
export type Doublestar = (name: string) => boolean;

type Takes = (character: string) => boolean;
/** A pattern as it was read. */
type Part =
  | { readonly kind: 'one'; readonly takes: Takes }
  | { readonly kind: 'many'; readonly takes: Takes }
  | { readonly kind: 'choice'; readonly ways: readonly (readonly Part[])[] };
/** One step of a match: it takes a character and goes to the next step, or goes on at several places at once. */
type Step = { readonly takes: Takes } | { readonly to: readonly number[] };

/**
 * Reads a pattern: `*` is any text within a segment, `**` as a whole segment is any number of segments, `?` one character,
 * `[a-c]` and `[^a-c]` one of a set, `{a,b}` one of several, a backslash takes the next character as it is. A pattern without
 * text takes every name. All ways to match are followed at the same time, so matching takes at most the length of the name
 * times that of the pattern, whoever made them up. Source: docs/reference/enterprise.md#what-harbor-does.
 *
 * @throws {SwrctlError} API_SHAPE for braces or brackets without an end.
 */
export function doublestar(pattern: string): Doublestar {
  if (pattern === '') return () => true;
  const steps: Step[] = [];
  emit(steps, readSequence({ characters: [...pattern], at: 0 }, false));
  return (name) => {
    let at = follow(steps, [0]);
    for (const character of name) {
      const next = [...at].filter((index) => {
        const step = steps[index];
        return step !== undefined && 'takes' in step && step.takes(character);
      });
      at = follow(
        steps,
        next.map((index) => index + 1),
      );
    }
    return at.has(steps.length);
  };
}

/** Everywhere that steps without a character lead to. */
function follow(steps: readonly Step[], from: readonly number[]): Set<number> {
  const reached = new Set(from);
  for (const index of reached) {
    const step = steps[index];
    if (step === undefined || 'takes' in step) continue;
    for (const next of step.to) reached.add(next); // the loop goes on to what it adds
  }
  return reached;
}

function emit(steps: Step[], parts: readonly Part[]): void {
  for (const part of parts) {
    const start = steps.length;
    if (part.kind === 'one') steps.push({ takes: part.takes });
    else if (part.kind === 'many') steps.push({ to: [start + 1, start + 3] }, { takes: part.takes }, { to: [start] });
    else emitChoice(steps, part.ways);
  }
}

function emitChoice(steps: Step[], ways: readonly (readonly Part[])[]): void {
  const [starts, ends]: [number[], number[]] = [[], []];
  steps.push({ to: starts });
  for (const way of ways) {
    starts.push(steps.length);
    emit(steps, way);
    ends.push(steps.push({ to: [] }) - 1);
  }
  for (const end of ends) steps[end] = { to: [steps.length] };
}

interface Cursor {
  readonly characters: readonly string[];
  at: number;
}

const ANY: Part = { kind: 'many', takes: () => true };
const isInSegment: Takes = (character) => character !== '/';
const literal = (wanted: string): Part => ({ kind: 'one', takes: (one) => one === wanted });
const maybe = (...parts: readonly Part[]): Part => ({ kind: 'choice', ways: [parts, []] });

/** Up to the end, a comma or a closing brace. */
function readSequence(cursor: Cursor, isInBraces: boolean): Part[] {
  const { characters } = cursor;
  const parts: Part[] = [];
  while (cursor.at < characters.length) {
    const character = characters[cursor.at] ?? '';
    if (isInBraces && (character === ',' || character === '}')) return parts;
    parts.push(readPart(cursor, character));
  }
  if (isInBraces) throw endless(cursor);
  return parts;
}

function readPart(cursor: Cursor, character: string): Part {
  const start = cursor.at;
  cursor.at += 1;
  if (character === '{') return readChoice(cursor);
  if (character === '[') return { kind: 'one', takes: readSet(cursor) };
  if (character === '?') return { kind: 'one', takes: isInSegment };
  if (character === '*') return readStars(cursor, start);
  if (character === '\\') return literal(cursor.characters[cursor.at++] ?? character);
  if (character !== '/' || !isDouble(cursor, cursor.at) || !isEnd(cursor, cursor.at + 2)) return literal(character);
  cursor.at += 2; // two stars at the end: what is above them, too
  return maybe(literal('/'), ANY);
}

const isDouble = ({ characters }: Cursor, at: number): boolean => characters[at] === '*' && characters[at + 1] === '*';
const isEnd = ({ characters }: Cursor, at: number): boolean => [undefined, ',', '}'].includes(characters[at]);
const isStart = ({ characters }: Cursor, at: number): boolean =>
  [undefined, '/', '{', ','].includes(characters[at - 1]);

function readStars(cursor: Cursor, start: number): Part {
  const { characters } = cursor;
  const after = start + 2;
  const isWhole = isStart(cursor, start) && isDouble(cursor, start);
  while (characters[cursor.at] === '*') cursor.at += 1;
  if (!isWhole || cursor.at !== after) return { kind: 'many', takes: isInSegment };
  if (isEnd(cursor, after)) return ANY;
  if (characters[after] !== '/') return { kind: 'many', takes: isInSegment };
  cursor.at += 1;
  return maybe(ANY, literal('/'));
}

function readChoice(cursor: Cursor): Part {
  const ways: Part[][] = [];
  do ways.push(readSequence(cursor, true));
  while (cursor.characters[cursor.at++] === ',');
  return { kind: 'choice', ways };
}

function readSet(cursor: Cursor): Takes {
  const { characters } = cursor;
  const isNegative = ['^', '!'].includes(characters[cursor.at] ?? '');
  if (isNegative) cursor.at += 1;
  const ranges: (readonly [string, string])[] = [];
  while (characters[cursor.at] !== ']' || ranges.length === 0) {
    const low = readMember(cursor);
    const isRange = characters[cursor.at] === '-' && characters[cursor.at + 1] !== ']';
    if (isRange) cursor.at += 1;
    ranges.push([low, isRange ? readMember(cursor) : low]);
  }
  cursor.at += 1;
  return (one) => one !== '/' && ranges.some(([low, high]) => low <= one && one <= high) !== isNegative;
}

function readMember(cursor: Cursor): string {
  if (cursor.characters[cursor.at] === '\\') cursor.at += 1;
  const character = cursor.characters[cursor.at++];
  if (character === undefined) throw endless(cursor);
  return character;
}

function endless({ characters }: Cursor): SwrctlError {
  return new SwrctlError('API_SHAPE', `the pattern ${characters.join('')} has a brace or bracket without an end`);
}
