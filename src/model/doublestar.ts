/** Which names are meant: those that match the pattern, or with `isExcluding` those that do not. */
export interface NameSelector {
  readonly pattern: string;
  readonly isExcluding: boolean;
}

/** Whether a selector means this name; one with a fault means none. Source: docs/reference/enterprise.md#what-harbor-does. */
export function isSelected({ pattern, isExcluding }: NameSelector, name: string): boolean {
  return isWellFormed(pattern) && matchesDoublestar(pattern, name) !== isExcluding;
}

/** Alternatives that braces may make of one pattern; more are not looked at. */
const MAX_ALTERNATIVES = 1000;

/**
 * Whether the whole name matches: `*` is anything within a segment, `**` as a segment any number of segments, `?` one
 * character, `[a-z]` one of a set, `{a,b}` one of several, `\` takes the next character as it is. An empty pattern matches
 * everything, and one whose braces or brackets have no end nothing. The work grows with the product of both lengths,
 * whatever the pattern.
 */
export function matchesDoublestar(pattern: string, name: string): boolean {
  if (pattern === '') return true;
  if (!isWellFormed(pattern)) return false;
  return expandBraces(pattern).some((one) => matchSegments(one.split('/'), name.split('/')));
}

/** Whether every brace and bracket has its end, and every backslash a character. */
function isWellFormed(pattern: string): boolean {
  let depth = 0;
  for (let index = 0; index < pattern.length; index += 1) {
    const char = pattern[index];
    if (char === '\\') index += 1;
    else if (char === '[') index = setEnd(pattern, index);
    else if (char === '{') depth += 1;
    else if (char === '}' && depth > 0) depth -= 1;
    if (index === -1 || index >= pattern.length) return false;
  }
  return depth === 0;
}

/** Where the set that begins at this bracket ends; -1 where it does not. A bracket may be the first in its own set. */
function setEnd(pattern: string, start: number): number {
  const first = /[!^]/.test(pattern[start + 1] ?? '') ? start + 2 : start + 1;
  for (let index = first; index < pattern.length; index += 1) {
    if (pattern[index] === '\\') index += 1;
    else if (pattern[index] === ']' && index > first) return index;
  }
  return -1;
}

/** Every pattern that the braces stand for, the innermost last. */
function expandBraces(pattern: string): readonly string[] {
  const done: string[] = [];
  const waiting = [pattern];
  while (waiting.length > 0 && done.length + waiting.length <= MAX_ALTERNATIVES) {
    const next = waiting.pop() ?? '';
    const braces = firstBraces(next);
    if (braces === undefined) done.push(next);
    else for (const part of braces.parts) waiting.push(`${braces.before}${part}${braces.after}`);
  }
  return done;
}

function firstBraces(pattern: string): { before: string; parts: readonly string[]; after: string } | undefined {
  let depth = 0;
  let start = -1;
  const cuts: number[] = [];
  for (let index = 0; index < pattern.length; index += 1) {
    const char = pattern[index];
    if (char === '\\') index += 1;
    else if (char === '[') index = Math.max(index, setEnd(pattern, index));
    else if (char === '{') {
      if (depth === 0) start = index;
      depth += 1;
    } else if (char === ',' && depth === 1) cuts.push(index);
    else if (char === '}' && depth > 0) {
      depth -= 1;
      if (depth > 0) continue;
      const edges = [start, ...cuts, index];
      const parts = edges.slice(1).map((edge, at) => pattern.slice((edges[at] ?? 0) + 1, edge));
      return { before: pattern.slice(0, start), parts, after: pattern.slice(index + 1) };
    }
  }
  return undefined;
}

/** `**` takes any number of segments, none included. */
function matchSegments(pattern: readonly string[], name: readonly string[]): boolean {
  // reach[i] after some segments of the pattern: the first i segments of the name can be what they match.
  let reach: readonly boolean[] = name.map(() => false).concat(false);
  reach = reach.map((_none, index) => index === 0);
  for (const segment of pattern) {
    const before = reach;
    reach =
      segment === '**'
        ? runningOr(before)
        : before.map(
            (_none, index) => index > 0 && before[index - 1] === true && matchSegment(segment, name[index - 1] ?? ''),
          );
  }
  return reach.at(-1) === true;
}

function runningOr(values: readonly boolean[]): boolean[] {
  let seen = false;
  return values.map((value) => (seen ||= value));
}

/** One segment; two stars here are as good as one. */
function matchSegment(pattern: string, text: string): boolean {
  const steps = stepsOf(pattern);
  let reach = new Set([0]);
  for (const step of steps) {
    const next = new Set<number>();
    if (step === 'any') {
      const [least = 0] = reach; // they are in order
      for (let index = least; index <= text.length; index += 1) next.add(index);
    } else {
      for (const index of reach) if (index < text.length && step(text[index] ?? '')) next.add(index + 1);
    }
    if (next.size === 0) return false;
    reach = next;
  }
  return reach.has(text.length);
}

type Step = 'any' | ((char: string) => boolean);

function stepsOf(pattern: string): Step[] {
  const steps: Step[] = [];
  for (let index = 0; index < pattern.length; index += 1) {
    const char = pattern[index] ?? '';
    const end = char === '[' ? setEnd(pattern, index) : -1;
    if (char === '*') steps.push('any');
    else if (char === '?') steps.push(() => true);
    else if (char === '\\' && index + 1 < pattern.length) {
      index += 1;
      const literal = pattern[index];
      steps.push((one) => one === literal);
    } else if (end !== -1) {
      steps.push(setStep(pattern.slice(index + 1, end)));
      index = end;
    } else steps.push((one) => one === char);
  }
  return steps;
}

/** `a-z0-9`, or with `^` or `!` before it everything else. */
function setStep(text: string): (char: string) => boolean {
  const isNegated = /^[!^]/.test(text);
  const body = isNegated ? text.slice(1) : text;
  const ranges: (readonly [string, string])[] = [];
  const chars = [...body.matchAll(/\\?(.)/gsu)].map(([whole, char = '']) => ({ char, isPlain: whole === char }));
  for (let index = 0; index < chars.length; index += 1) {
    const from = chars[index]?.char ?? '';
    const isRange = chars[index + 1]?.char === '-' && chars[index + 1]?.isPlain === true;
    const to = isRange ? chars[index + 2]?.char : undefined;
    ranges.push([from, to ?? from]);
    if (to !== undefined) index += 2;
  }
  return (char) => ranges.some(([from, to]) => char >= from && char <= to) !== isNegated;
}
