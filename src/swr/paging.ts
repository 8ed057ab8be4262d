import { SwrctlError } from '../base/errors.ts';
import type { Answer } from './client.ts';

/** Largest page that most lists give. Source: docs/reference/service.md#paging. */
const PAGE_SIZE = 1000;
/** A list that goes on behind so many pages has no end. */
const MAX_PAGES = 1000;

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
 * @throws {SwrctlError} API_SHAPE for a service that gives the same page again and again, or pages without end.
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
  let before: string | undefined;
  for (let count = 0; items.length < max; count += 1) {
    requireEnd(count, items.length);
    const { value, headers } = await page(limit, items.length);
    const found = 'items' in value ? value : { items: value };
    before = requireOther(found.items, before);
    for (const item of found.items) items.push(item);
    const total = found.total ?? totalOf(headers['content-range']);
    // Without a total, a page that is not full is the last one.
    if (found.items.length === 0 || (total === undefined ? found.items.length < limit : items.length >= total)) break;
  }
  return items.slice(0, max);
}

function requireEnd(pages: number, items: number): void {
  if (pages < MAX_PAGES) return;
  throw new SwrctlError('API_SHAPE', `The service lists without end: ${items} entries on ${pages} pages, and more`, {
    hint: 'Stop earlier with --limit, where the command has it, and report it to the service',
  });
}

/** A service that ignores the offset would give its first page for ever. */
function requireOther(items: readonly unknown[], before: string | undefined): string {
  const page = JSON.stringify(items);
  if (page !== before || items.length === 0) return page;
  throw new SwrctlError('API_SHAPE', 'The service gives the same page of its list again instead of the next one', {
    hint: 'Run the same command again; stop at the first page with --limit, where the command has it',
  });
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
    requireEnd(seen.size, items.length);
    const found = await page(Math.min(pageSize, max), marker);
    for (const item of found.items) items.push(item);
    marker = found.next;
    // A marker that comes again would go round for ever.
    if (marker !== undefined && seen.has(marker)) break;
    seen.add(marker ?? '');
  } while (marker !== undefined && items.length < max);
  return items.slice(0, max);
}

/** Largest page of the lists of an instance. Source: docs/reference/enterprise.md#paging. */
const INSTANCE_PAGE_SIZE = 100;

/**
 * Reads a limit/offset list of the enterprise edition to its end, or to `max` items: the offset is always a multiple of
 * the limit, and the end is where the total says or where a page is empty.
 *
 * @throws {SwrctlError} as readPages.
 * @param isEnough looks at each page; true ends the reading before the end of the list.
 */
export async function readAlignedPages<T>(
  page: (parameters: { readonly limit: number; readonly offset: number }) => Promise<Page<T>>,
  max = Infinity,
  isEnough: (page: readonly T[]) => boolean = () => false,
): Promise<T[]> {
  const items: T[] = [];
  const limit = Math.min(INSTANCE_PAGE_SIZE, max);
  let before: string | undefined;
  for (let count = 0; items.length < max; count += 1) {
    requireEnd(count, items.length);
    const found = await page({ limit, offset: count * limit });
    before = requireOther(found.items, before);
    items.push(...found.items);
    const isWhole = found.total !== undefined && (count + 1) * limit >= found.total;
    if (found.items.length === 0 || isWhole || isEnough(found.items)) break;
  }
  return items.slice(0, max);
}
