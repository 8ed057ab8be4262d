import { align, loadMeasure } from './align.ts';
import { humanCell, isEmpty } from './cell.ts';
import { formatTable, type TableOptions } from './table.ts';
import type { View } from './view.ts';
import { widest, wrapWords, type Measure } from './words.ts';

/** What a value is indented by where it does not fit beside its name. */
const BELOW = '  ';

interface Told {
  readonly label: string;
  /** Lines beside the label, one at least. */
  readonly beside: readonly string[];
  /** Lines below it. */
  readonly below: readonly string[];
}

/** One object for people: a line per column, then a table per section that has rows. Terminals get no empty lines. */
export async function formatDetails<T>(row: T, view: View<T>, options: TableOptions): Promise<string> {
  const { now, paint, room, isWide } = options;
  const measure = await loadMeasure();
  const columns = view.columns.filter((column) => room === Infinity || isWide || !isEmpty(column, row));
  const indent =
    widest(
      columns.map(({ header }) => header),
      measure,
    ) + ':  '.length;
  const told = columns.map((column) => ({
    label: paint.quiet(`${column.header}:`),
    ...placeText(humanCell(column, row, now), { room, indent, measure }),
  }));
  const parts = [await formatTold(told)];
  for (const { heading, visit } of view.sections ?? []) {
    const table = await visit(row, (rows, own) => (rows.length === 0 ? undefined : formatTable(rows, own, options)));
    if (table !== undefined) parts.push(`\n${heading}:\n${table}`);
  }
  return parts.join('');
}

interface Place {
  readonly room: number;
  readonly indent: number;
  readonly measure: Measure;
}

/** A text with a word that is too long for the room beside the label stands below it. */
function placeText(text: string, { room, indent, measure }: Place): Pick<Told, 'beside' | 'below'> {
  const wrap = (width: number): string[] => text.split('\n').flatMap((line) => wrapWords(line, width, measure));
  const beside = wrap(room - indent);
  if (widest(beside, measure) + indent <= room) return { beside, below: [] };
  return { beside: [''], below: wrap(room - BELOW.length).map((line) => `${BELOW}${line}`) };
}

async function formatTold(told: readonly Told[]): Promise<string> {
  if (told.length === 0) return '';
  const rows = told.map(({ label, beside }) => [label, beside.join('\n')]);
  const lines = (await align(rows, ['left', 'left'])).split('\n');
  return told
    .flatMap(({ beside, below }) => [...lines.splice(0, beside.length), ...below])
    .map((line) => `${line}\n`)
    .join('');
}
