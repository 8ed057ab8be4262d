/**
 * The words that were probably meant: the closest to `word` among `known`, when a third of its letters at most differ
 * (one letter more, one less, another one, or two that changed places count as one).
 */
export function nearest(word: string, known: Iterable<string>): string[] {
  const measured = [...known].map((name) => ({ name, distance: distance(word, name) }));
  const least = Math.min(...measured.map((one) => one.distance));
  if (least > Math.max(1, Math.floor(word.length / 3))) return [];
  return measured.filter((one) => one.distance === least).map(({ name }) => name);
}

/** Names are short; a long word is like none of them, and must not cost time. */
const MAX_LENGTH = 64;

/** Edits between two words, neighbors that changed places counted once (optimal string alignment). */
function distance(a: string, b: string): number {
  if (a.length > MAX_LENGTH || b.length > MAX_LENGTH) return Infinity;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const choices = [at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + cost];
      row.push(Math.min(...choices, isSwapped ? at(before, j - 2) + 1 : Infinity));
    }
    [before, last] = [last, row];
  }
  return at(last, b.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Infinity;
