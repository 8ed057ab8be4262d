import { fieldName, fieldOf, rawCell } from './cell.ts';
import type { Column, View } from './view.ts';

const line = (cells: readonly unknown[]): string => `${cells.map(rawCell).join('\t')}\n`;

/**
 * A list for programs: tab between values, one line per row whatever the values hold. Headings only where the data says
 * which columns there are.
 */
export function formatTsv<T>(rows: readonly T[], { columns }: View<T>): string {
  const shown = columns.filter(({ wide }) => wide !== true);
  const head = shown.some(({ isData }) => isData) && rows.length > 0 ? line(shown.map(fieldOf)) : '';
  return head + rows.map((row) => line(shown.map(({ value, tsv = value }) => tsv(row)))).join('');
}

/**
 * One object for programs: key, tab, value, with the keys of JSON; for lists, as many lines with the same key. What JSON
 * has and no column shows comes last.
 */
export function formatTsvDetails<T extends object>(row: T, { columns, sections = [] }: View<T>): string {
  const lines = columns.flatMap((column) => valuesOf(column, row).map((value) => line([fieldOf(column), value])));
  const lists = sections.flatMap(({ heading, visit }) =>
    visit(row, (rows, view) => rows.map((one) => `${fieldName(heading)}\t${formatTsv([one], view)}`)),
  );
  const told = new Set([...columns.map(fieldOf), ...sections.map(({ heading }) => fieldName(heading))]);
  const rest = Object.entries(row).filter(([field]) => !told.has(field));
  return [...lines, ...lists, ...rest.flatMap(([field, value]) => restLines(field, value))].join('');
}

function valuesOf<T>({ value, kind }: Column<T>, row: T): readonly unknown[] {
  const given = value(row);
  return kind === 'lines' && Array.isArray(given) ? given : [given];
}

function restLines(field: string, value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map((one: unknown) => line([field, one]));
}
