import { loadMeasure } from './align.ts';
import { rawCell, shortDigests } from './cell.ts';
import type { Paint } from './color.ts';
import type { Item } from './view.ts';
import { wrapWords } from './words.ts';

const MARKS: Readonly<Record<Item['mark'], { readonly sign: string; readonly color: keyof Paint }>> = {
  good: { sign: '✓', color: 'good' },
  odd: { sign: '!', color: 'warning' },
  bad: { sign: '✗', color: 'error' },
  plain: { sign: '-', color: 'quiet' },
};

/** A mark in color, a title, a text, and indented below what to do about it. @param room columns of the terminal. */
export async function formatItems(items: readonly Item[], paint: Paint, room: number): Promise<string> {
  const measure = await loadMeasure();
  const titles = Math.max(...items.map(({ title }) => measure(rawCell(title))));
  const indent = 2 + titles + 2;
  const block = (text: string, width: number): string =>
    wrapWords(shortDigests(rawCell(text)), room - width, measure).join(`\n${' '.repeat(width)}`);
  return items
    .map(({ mark, title, text, hint }) => {
      const { sign, color } = MARKS[mark];
      const name = rawCell(title);
      const line = `${paint[color](sign)} ${name}${' '.repeat(titles - measure(name))}  ${block(text, indent)}\n`;
      return hint === undefined ? line : `${line}    ${paint.hint(block(hint, 4))}\n`;
    })
    .join('');
}
