/** Columns that a text takes on a terminal. */
export type Measure = (text: string) => number;

/** Says that something follows. */
const MORE = '…';

/** Lines of `width` columns at most, broken between words only: a word that is longer stays whole. */
export function wrapWords(text: string, width: number, measure: Measure): string[] {
  const lines: string[] = [];
  for (const word of text.split(/ +/)) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && measure(longer) > width) lines.push(word);
    else lines.splice(-1, 1, longer);
  }
  return lines;
}

/** As many whole words as fit into `width` columns, and a mark that there are more. */
export function shortenText(text: string, width: number, measure: Measure): string {
  if (measure(text) <= width) return text;
  const [first = ''] = wrapWords(text, width - 1, measure);
  // Of a first word that is too long, nothing is better than a piece that looks like another word.
  return measure(first) < width ? `${first.replace(/[,;:]$/, '')}${MORE}` : MORE;
}

/** Columns of the longest line. */
export const widest = (texts: readonly string[], measure: Measure): number =>
  Math.max(...texts.flatMap((text) => text.split('\n')).map(measure));
