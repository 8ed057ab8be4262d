import type { Answer } from './client.ts';

/** Largest page that the service gives. Source: swr-shared-notes.md §5. */
const PAGE_SIZE = 1000;

/**
 * Reads a limit/offset list to its end, or to `max` items. Both parameters go out together, since the service ignores
 * one alone.
 *
 * @param page asks for one page.
 */
export async function readPages<T>(
  page: (limit: number, offset: number) => Promise<Answer<readonly T[]>>,
  max = Infinity,
): Promise<T[]> {
  const items: T[] = [];
  const limit = Math.min(PAGE_SIZE, max);
  while (items.length < max) {
    const { value, headers } = await page(limit, items.length);
    items.push(...value);
    const total = totalOf(headers['content-range']);
    // Without a total, a page that is not full is the last one.
    if (value.length === 0 || (total === undefined ? value.length < limit : items.length >= total)) break;
  }
  return items.slice(0, max);
}

/** `Content-Range: 0-10/25` → 25. The middle number is a count, so only the total is of use. */
function totalOf(contentRange: string | undefined): number | undefined {
  const total = /\/(\d+)$/.exec(contentRange ?? '')?.[1];
  return total === undefined ? undefined : Number(total);
}
