import { GAP } from './fit.ts';
import type { Measure } from './words.ts';

/** Every line that cli-table3 would draw, switched off. */
const NO_LINES = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
    ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
  ].map((name) => [name, '']),
);

export type Align = 'left' | 'right';

/** Columns two blanks apart; a cell may have several lines. Nothing is cut off or wrapped. */
export async function align(rows: readonly (readonly string[])[], alignment: readonly Align[]): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const table = new Table({
    chars: NO_LINES,
    colAligns: [...alignment],
    style: { 'padding-left': 0, 'padding-right': GAP, head: [], border: [], compact: true },
  });
  table.push(...rows.map((row) => [...row]));
  return `${table.toString().replace(/(?<![ \t])[ \t]+$/gm, '')}\n`;
}

/** What cli-table3 measures with, too; colors take no room, Chinese letters two columns. */
export async function loadMeasure(): Promise<Measure> {
  return (await import('string-width')).default;
}
