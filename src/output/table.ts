import { align, loadMeasure, type Align } from './align.ts';
import { humanCell, isEmpty, rawCell, shortDigest } from './cell.ts';
import type { Paint } from './color.ts';
import { fitColumns, tableWidth } from './fit.ts';
import type { Column, View } from './view.ts';
import { shortenText, widest, wrapWords, type Measure } from './words.ts';

export interface TableOptions {
  /** All columns, digests in full. */
  readonly isWide: boolean;
  readonly now: Date;
  readonly paint: Paint;
  /** Columns of the terminal; Infinity where there is none. */
  readonly room: number;
}

/** A list for people: a line of headings, then one line per row. Terminals get no columns that are empty in all rows. */
export async function formatTable<T>(rows: readonly T[], view: View<T>, options: TableOptions): Promise<string> {
  const { isWide, paint, room } = options;
  const isShown = (column: Column<T>, index: number): boolean =>
    isWide || (column.wide !== true && (index === 0 || room === Infinity || hasValue(column, rows)));
  const measure = await loadMeasure();
  const columns = view.columns.filter(isShown).map((column) => ({
    column,
    head: column.isData === true ? rawCell(column.header) : column.header.toUpperCase(),
    cells: rows.map((row) => tableCell(column, row, options)),
  }));
  const widths = fitColumns(
    columns.map(({ column, head, cells }) => ({
      width: widest([head, ...cells], measure),
      least: leastWidth(column, [head, ...cells], measure),
      drop: column.drop,
    })),
    isWide ? Infinity : room,
  );
  const { otherwise } = view;
  if (!isWide && otherwise !== undefined && tableWidth(widths.filter((width) => width !== undefined)) > room) {
    return otherwise(rows, (others, other) => formatTable(others, other, options));
  }
  const shown = columns.flatMap(({ column, head, cells }, index) => {
    const width = widths[index];
    if (width === undefined) return [];
    return [{ column, head: paint.quiet(head), cells: cells.map((cell) => flowing(cell, column, width, measure)) }];
  });
  return align(
    [shown.map(({ head }) => head), ...rows.map((_row, index) => shown.map(({ cells }) => cells[index] ?? ''))],
    shown.map(({ column }) => alignmentOf(column)),
  );
}

const hasValue = <T>(column: Column<T>, rows: readonly T[]): boolean =>
  column.isData === true || rows.some((row) => !isEmpty(column, row));

const alignmentOf = ({ kind }: Column<never>): Align => (kind === 'bytes' || kind === 'number' ? 'right' : 'left');

/** Shortened text with less room than this is of no use. */
const SHORTEST = 20;

function leastWidth({ flow }: Column<never>, cells: readonly string[], measure: Measure): number | undefined {
  if (flow === 'wrap')
    return widest(
      cells.flatMap((cell) => cell.split(' ')),
      measure,
    );
  return flow === 'shorten' ? SHORTEST : undefined;
}

function tableCell<T>(column: Column<T>, row: T, { isWide, now }: TableOptions): string {
  const text = humanCell(column, row, now);
  return column.kind === 'digest' && !isWide ? shortDigest(text) : text;
}

function flowing(cell: string, { flow }: Column<never>, width: number, measure: Measure): string {
  if (flow === 'shorten') return shortenText(cell, width, measure);
  return flow === 'wrap' ? wrapWords(cell, width, measure).join('\n') : cell;
}

export function formatNames<T>(rows: readonly T[], { name }: View<T>): string {
  return rows.map((row) => `${rawCell(name(row))}\n`).join('');
}
