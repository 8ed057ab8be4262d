import { no } from './errors.ts';

/** How a list is cut. Source: docs/reference/enterprise.md#paging. */
export interface PageRule {
  readonly defaultLimit: number;
  readonly maxLimit: number;
  /** Whether the offset has to be a multiple of the limit. */
  readonly isAligned: boolean;
}

/** Most lists of an instance. */
export const ALIGNED: PageRule = { defaultLimit: 10, maxLimit: 100, isAligned: true };
/** Instances, jobs, VPC entries and long-term credentials. */
export const FREE: PageRule = { defaultLimit: 100, maxLimit: 100, isAligned: false };
/** Searches by key and value. */
export const SEARCH: PageRule = { defaultLimit: 200, maxLimit: 200, isAligned: false };

/** One page of a limit/offset list, both only together. @throws {Refusal} 400 */
export function offsetPage<T>(records: readonly T[], query: URLSearchParams, rule: PageRule = ALIGNED): readonly T[] {
  if (query.has('limit') !== query.has('offset')) throw no('badParameter', 'limit and offset go together');
  const limit = limitOf(query, rule);
  const offset = wholeOf(query, 'offset') ?? 0;
  if (rule.isAligned && offset % limit !== 0) throw no('badParameter', 'offset');
  return records.slice(offset, offset + limit);
}

/** One page of a list that goes on behind the record whose marker is given. `next` is absent on the last one. @throws {Refusal} 400 */
export function markedPage<T>(
  records: readonly T[],
  query: URLSearchParams,
  markerOf: (record: T) => string,
  rule: Pick<PageRule, 'defaultLimit' | 'maxLimit'>,
): { readonly page: readonly T[]; readonly next: string | undefined } {
  const limit = markedLimitOf(query, rule);
  const marker = query.get('marker') ?? '';
  const before = marker === '' ? -1 : records.findIndex((record) => markerOf(record) === marker);
  if (marker !== '' && before === -1) throw no('badParameter', 'marker');
  const page = records.slice(before + 1, before + 1 + limit);
  const last = page.at(-1);
  return { page, next: last === undefined || before + 1 + limit >= records.length ? undefined : markerOf(last) };
}

/** The limit of a list with a marker, which does not come alone. @throws {Refusal} 400 */
export function markedLimitOf(query: URLSearchParams, rule: Pick<PageRule, 'defaultLimit' | 'maxLimit'>): number {
  if (query.has('marker') && !query.has('limit')) throw no('badParameter', 'marker and limit go together');
  return limitOf(query, rule);
}

/** @throws {Refusal} 400 for a limit that the list does not take. */
function limitOf(
  query: URLSearchParams,
  { defaultLimit, maxLimit }: Pick<PageRule, 'defaultLimit' | 'maxLimit'>,
): number {
  const limit = wholeOf(query, 'limit') ?? defaultLimit;
  if (limit < 1 || limit > maxLimit) throw no('badParameter', 'limit');
  return limit;
}

/** One of a few words. @throws {Refusal} 400 for another one. */
export function choiceOf<const T extends string>(
  query: URLSearchParams,
  name: string,
  words: readonly T[],
): T | undefined {
  const text = query.get(name) ?? '';
  const found = words.find((word) => word === text);
  if (text !== '' && found === undefined) throw no('badParameter', name);
  return found;
}

/** Truth as text. @throws {Refusal} 400 for anything else. */
export function flagOf(query: URLSearchParams, name: string): boolean | undefined {
  const word = choiceOf(query, name, ['true', 'false']);
  return word === undefined ? undefined : word === 'true';
}

/** @throws {Refusal} 400 for what is no whole number. */
export function wholeOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  if (!/^\d{1,9}$/.test(text)) throw no('badParameter', name);
  return Number(text);
}
