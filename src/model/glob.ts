/** Most ways to choose from the braces of a pattern; further braces are taken as they are written. */
const MAX_CHOICES = 256;

/**
 * A shell pattern as a regular expression for whole names: `*` any text, `?` one character, `[a-c]` and `[!a-c]` one of
 * a set, `{a,b}` one of several. Time to match grows with the length of the name, whoever made it up.
 */
export function globPattern(glob: string): RegExp {
  let groups = 0;
  const sources = choicesOf(glob).map((choice) => sourceOf(choice, () => (groups += 1)));
  // People are shown the expression: without parentheses where it needs none.
  const source = sources.length === 1 ? sources.join('') : `(?:${sources.join('|')})`;
  return new RegExp(`^${source}$`, 's');
}

/** The pattern once for each way to choose from its braces, innermost last. */
function choicesOf(glob: string): string[] {
  let choices = [glob];
  for (let index = 0; index < choices.length && choices.length < MAX_CHOICES;) {
    const chosen = firstBraces(choices[index] ?? '');
    if (chosen === undefined) index += 1;
    else choices = [...choices.slice(0, index), ...chosen, ...choices.slice(index + 1)];
  }
  return [...new Set(choices)];
}

/** The words of a pattern: a set, an escaped character, or one character. */
const WORD = /\[!?[^\]]+\]|\\.|[^]/g;

function firstBraces(glob: string): string[] | undefined {
  const words: readonly string[] = glob.match(WORD) ?? [];
  const start = words.indexOf('{');
  if (start === -1) return undefined;
  const commas = [start];
  let depth = 0;
  for (let index = start; index < words.length; index += 1) {
    if (words[index] === '{') depth += 1;
    if (words[index] === '}') depth -= 1;
    if (words[index] === ',' && depth === 1) commas.push(index);
    if (depth > 0) continue;
    const [before, after] = [words.slice(0, start).join(''), words.slice(index + 1).join('')];
    const ends = [...commas.slice(1), index];
    return ends.map((end, nth) => `${before}${words.slice((commas[nth] ?? 0) + 1, end).join('')}${after}`);
  }
  // Without an end they reach to the end of the pattern.
  return firstBraces(`${glob}${'}'.repeat(depth)}`);
}

/**
 * What stands between two stars may be taken where it is met first, so each of these parts is a group that is not tried
 * again: a lookahead, and what it found.
 */
function sourceOf(glob: string, nextGroup: () => number): string {
  const parts: string[][] = [[]];
  for (const word of glob.match(WORD) ?? []) {
    if (word === '*') parts.push([]);
    else parts.at(-1)?.push(translate(word));
  }
  const [first = [], ...rest] = parts;
  const last = rest.pop();
  const middle = rest.filter((part) => part.length > 0).map((part) => `.*?${part.join('')}`);
  const groups = middle.map((part) => `(?=(${part}))\\${nextGroup()}(?:)`); // so that no digit follows the number
  return first.join('') + groups.join('') + (last === undefined ? '' : `.*${last.join('')}`);
}

function translate(word: string): string {
  if (word === '?') return '.';
  if (word.length > 2) return `[${word.startsWith('[!') ? `^${word.slice(2, -1)}` : word.slice(1, -1)}]`;
  return word.slice(-1).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
