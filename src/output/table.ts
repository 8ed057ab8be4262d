import type { Paint } from './color.ts';
import { fieldName, humanCell, rawCell, shortDigest } from './cell.ts';
import type { Column, View } from './view.ts';

/** Every line that cli-table3 would draw, switched off. */
const NO_LINES = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
    ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
  ].map((name) => [name, '']),
);

type Align = 'left' | 'right';

/** Aligned columns two blanks apart; nothing is cut off or wrapped. */
async function align(rows: readonly (readonly string[])[], alignment: readonly Align[]): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const table = new Table({
    chars: NO_LINES,
    colAligns: [...alignment],
    style: { 'padding-left': 0, 'padding-right': 2, head: [], border: [], compact: true },
  });
  table.push(...rows.map((row) => [...row]));
  return `${table.toString().replace(/(?<![ \t])[ \t]+$/gm, '')}\n`;
}

const isRight = ({ kind }: Column<never>): boolean => kind === 'bytes' || kind === 'number';

export interface TableOptions {
  /** All columns, digests in full. */
  readonly isWide: boolean;
  readonly now: Date;
  readonly paint: Paint;
}

/** A list for people: a line of headings, then one line per row. */
export function formatTable<T>(rows: readonly T[], view: View<T>, options: TableOptions): Promise<string> {
  const columns = view.columns.filter(({ wide }) => options.isWide || wide !== true);
  const head = columns.map(({ header }) => options.paint.quiet(header.toUpperCase()));
  const body = rows.map((row) => columns.map((column) => tableCell(column, row, options)));
  return align(
    [head, ...body],
    columns.map((column) => (isRight(column) ? 'right' : 'left')),
  );
}

function tableCell<T>(column: Column<T>, row: T, { isWide, now }: TableOptions): string {
  const text = humanCell(column, row, now);
  return column.kind === 'digest' && !isWide ? shortDigest(text) : text;
}

/** One object for people: a line per column, then a table per section that has rows. */
export async function formatDetails<T>(row: T, view: View<T>, options: TableOptions): Promise<string> {
  const { now, paint } = options;
  const lines = view.columns.map((column) => [paint.quiet(`${column.header}:`), humanCell(column, row, now)]);
  const parts = [await align(lines, ['left', 'left'])];
  for (const { heading, visit } of view.sections ?? []) {
    const table = await visit(row, (rows, own) => (rows.length === 0 ? undefined : formatTable(rows, own, options)));
    if (table !== undefined) parts.push(`\n${heading}:\n${table}`);
  }
  return parts.join('');
}

/** A list for programs: no headings, tab between values, one line per row whatever the values hold. */
export function formatTsv<T>(rows: readonly T[], { columns }: View<T>): string {
  const shown = columns.filter(({ wide }) => wide !== true);
  return rows.map((row) => `${shown.map(({ value, tsv = value }) => rawCell(tsv(row))).join('\t')}\n`).join('');
}

/** One object for programs: key, tab, value; for lists, as many lines with the same key. */
export function formatTsvDetails<T>(row: T, { columns, sections = [] }: View<T>): string {
  const lines = columns.flatMap(({ header, value, kind }) => {
    const given = value(row);
    const values: readonly unknown[] = kind === 'lines' && Array.isArray(given) ? given : [given];
    return values.map((one) => `${fieldName(header)}\t${rawCell(one)}\n`);
  });
  const lists = sections.flatMap(({ heading, visit }) =>
    visit(row, (rows, view) => rows.map((one) => `${fieldName(heading)}\t${formatTsv([one], view)}`)),
  );
  return [...lines, ...lists].join('');
}

export function formatNames<T>(rows: readonly T[], { name }: View<T>): string {
  return rows.map((row) => `${rawCell(name(row))}\n`).join('');
}
