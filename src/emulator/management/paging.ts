import type { Reply } from '../server/handler.ts';
import { json } from '../server/handler.ts';
import { fail } from './errors.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

/** `a::b|c::d` as if it were a query. It replaces all plain parameters. @throws {Refusal} 4001035 */
export function decodeFilter(text: string, keys: readonly string[]): URLSearchParams {
  const pairs = text.split('|').map((pair) => {
    const mark = pair.indexOf('::');
    const key = pair.slice(0, Math.max(mark, 0));
    if (mark === -1 || !keys.includes(key)) throw fail(4001035, pair);
    return [key, pair.slice(mark + 2)] as [string, string];
  });
  return new URLSearchParams(pairs);
}

/** The filter if there is one, else the plain parameters. */
export function listParameters(query: URLSearchParams, keys: readonly string[]): URLSearchParams {
  return query.has('filter') ? decodeFilter(query.get('filter') ?? '', keys) : query;
}

/** How to sort: the column's value of a record. */
export type Columns<T> = Readonly<Record<string, (record: T) => string | number>>;

/** Sorts by order_column and order_type; newest names first is the caller's default. @throws {Refusal} 4001096 */
export function sortRecords<T>(records: readonly T[], parameters: URLSearchParams, columns: Columns<T>): readonly T[] {
  const column = parameters.get('order_column');
  if (column === null || column === '') return records;
  const valueOf = Object.hasOwn(columns, column) ? columns[column] : undefined;
  if (valueOf === undefined) throw fail(4001096, column);
  const sign = parameters.get('order_type') === 'asc' ? 1 : -1;
  return [...records].sort((a, b) => {
    const [left, right] = [valueOf(a), valueOf(b)];
    return left === right ? 0 : left < right ? -sign : sign;
  });
}

/** The records of one page of a v2 list, encoded. */
export function pageReply<T>(
  records: readonly T[],
  parameters: URLSearchParams,
  encode: (record: T, total: number) => unknown,
): Reply {
  const { page, headers } = pageOf(records, parameters);
  return json(
    200,
    page.map((record) => encode(record, records.length)),
    headers,
  );
}

/**
 * One page of a v2 list, 100 records by default: of limit and offset, one without the other is ignored. Content-Range
 * is `offset-count/total`, and only there when the caller paged.
 *
 * @throws {Refusal} 4001025 for nonsense.
 */
export function pageOf<T>(
  records: readonly T[],
  parameters: URLSearchParams,
): { page: readonly T[]; headers: Readonly<Record<string, string>> } {
  if (!parameters.has('limit') || !parameters.has('offset')) return { page: cappedList(records), headers: {} };
  const limit = wholeNumber(parameters.get('limit')) ?? DEFAULT_LIMIT;
  const start = wholeNumber(parameters.get('offset')) ?? 0;
  if (limit < 1 || limit > MAX_LIMIT) throw fail(4001025, 'limit');
  const page = records.slice(start, start + limit);
  return { page, headers: { 'content-range': `${start}-${page.length}/${records.length}` } };
}

/** What a list without pages gives: no more than 100 records, and no word about the rest. */
export function cappedList<T>(records: readonly T[]): readonly T[] {
  return records.slice(0, DEFAULT_LIMIT);
}

/** One page of a v3 list, after the record with the id `marker`. The last one has no `next`. */
export function markerPage<T>(
  records: readonly T[],
  query: URLSearchParams,
  markerOf: (record: T) => string,
): { page: readonly T[]; next: string | undefined } {
  const limit = wholeNumber(query.get('limit')) ?? DEFAULT_LIMIT;
  if (limit < 1 || limit > MAX_LIMIT) throw fail(4001025, 'limit');
  const marker = query.get('marker') ?? '';
  const before = marker === '' || marker === '0' ? -1 : records.findIndex((record) => markerOf(record) === marker);
  const page = records.slice(before + 1, before + 1 + limit);
  const last = page.at(-1);
  const isEnd = last === undefined || before + 1 + limit >= records.length;
  return { page, next: isEnd ? undefined : markerOf(last) };
}

function wholeNumber(text: string | null): number | undefined {
  if (text === null || text === '') return undefined;
  if (!/^\d+$/.test(text)) throw fail(4001025, text);
  return Number(text);
}
