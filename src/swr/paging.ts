import type { Answer } from './client.ts';

/** Largest page that most lists give. Source: swr-shared-notes.md §5. */
const PAGE_SIZE = 1000;

/** One page of a list whose end the body tells. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Of the whole list. */
  readonly total?: number;
  /** Marker of the next page; absent at the end. */
  readonly next?: string;
}

/**
 * Reads a limit/offset list to its end, or to `max` items. Both parameters go out together, since the service ignores
 * one alone.
 *
 * @param page asks for one page.
 * @param pageSize largest page of this list. Default 1000.
 */
export async function readPages<T>(
  page: (limit: number, offset: number) => Promise<Answer<readonly T[] | Page<T>>>,
  max = Infinity,
  pageSize = PAGE_SIZE,
): Promise<T[]> {
  const items: T[] = [];
  const limit = Math.min(pageSize, max);
  while (items.length < max) {
    const { value, headers } = await page(limit, items.length);
    const found = 'items' in value ? value : { items: value };
    items.push(...found.items);
    const total = found.total ?? totalOf(headers['content-range']);
    // Without a total, a page that is not full is the last one.
    if (found.items.length === 0 || (total === undefined ? found.items.length < limit : items.length >= total)) break;
  }
  return items.slice(0, max);
}

/** `Content-Range: 0-10/25` → 25. The middle number is a count, so only the total is of use. */
function totalOf(contentRange: string | undefined): number | undefined {
  const total = /\/(\d+)$/.exec(contentRange ?? '')?.[1];
  return total === undefined ? undefined : Number(total);
}

/** Reads a marker list (v3) to its end, or to `max` items. */
export async function readMarkerPages<T>(
  page: (limit: number, marker: string | undefined) => Promise<Page<T>>,
  max = Infinity,
  pageSize = PAGE_SIZE,
): Promise<T[]> {
  const items: T[] = [];
  const seen = new Set<string>();
  let marker: string | undefined;
  do {
    const found = await page(Math.min(pageSize, max), marker);
    items.push(...found.items);
    marker = found.next;
    // A marker that comes again would go round for ever.
    if (marker !== undefined && seen.has(marker)) break;
    seen.add(marker ?? '');
  } while (marker !== undefined && items.length < max);
  return items.slice(0, max);
}
