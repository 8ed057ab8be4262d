import { parseJson } from '../base/decode.ts';
import { SwrctlError } from '../base/errors.ts';
import type { ApiPath } from '../model/api-path.ts';
import { requireRawPath, type Answer, type SwrClient } from './client.ts';
import { readAlignedPages, readMarkerPages, readPages, type Page } from './paging.ts';

/** Lists that read limit and offset from the filter only. */
const FILTER_ONLY = /\/(?:sync_job|retentions\/histories)$/;

/**
 * Reads any list of the management API to its end, whatever its paging style: v3 goes by marker, the rest by limit and
 * offset. Pages are joined to one array.
 *
 * @param text a path with query, without the parameters of paging.
 * @throws {SwrctlError} USAGE when it is no path or the answer is no list; else as SwrClient.send.
 */
export async function readRawPages(swr: Pick<SwrClient, 'send'>, text: string): Promise<unknown[]> {
  const path = requireRawPath(text);
  const ask = async (parameters: Readonly<Record<string, string | number | undefined>>): Promise<Answer<unknown>> => {
    const target = pagePath(path, parameters);
    const { value, headers } = await swr.send({ method: 'GET', path: target });
    return { value: parseJson(value.toString('utf8'), `GET ${path}`), headers };
  };
  const instance = OF_INSTANCES.exec(path)?.[1];
  if (instance !== undefined)
    return readInstancePages(instance, (page) => ask(page).then(({ value }) => pageOf(value, path)));
  if (path.startsWith('/v3/') || /\/references(?:\?|$)/.test(path)) {
    return readMarkerPages(async (limit, marker) => pageOf((await ask({ limit, marker })).value, path));
  }
  return readPages(
    async (limit, offset) => {
      const { value, headers } = await ask({ limit, offset });
      return { value: pageOf(value, path), headers };
    },
    ...pageSizeOf(path),
  );
}

/** Calls of the enterprise edition, and what stands behind the project; the list over all tags of an instance has none. */
const OF_INSTANCES = /^\/v2\/((?:[0-9a-f]{32}|instances)\/[^?]*)/;

/** Lists of instances: by a text as marker, by a number that begins at 1, or in pages of which each has the same size. */
async function readInstancePages(
  path: string,
  page: (parameters: Readonly<Record<string, string | number | undefined>>) => Promise<Page<unknown>>,
): Promise<unknown[]> {
  const isOfAll = /^[0-9a-f]{32}\/instances\/[^/]+\/artifacts$/.test(path);
  if (isOfAll || /^[0-9a-f]{32}\/repositories$|\/system\/gc$/.test(path)) {
    const first = isOfAll ? '1' : undefined;
    return readMarkerPages((limit, marker = first) => page({ limit, marker }), Infinity, INSTANCE_PAGE);
  }
  // Domains, tags and gates come whole, and take no parameters of pages.
  if (/\/(?:domainname|tags|namespaces-tags)$/.test(path) && !path.includes('/repositories/')) {
    return [...(await page({})).items];
  }
  return readAlignedPages(page);
}

const INSTANCE_PAGE = 100;

/** Accessories come in smaller pages than everything else. */
function pageSizeOf(path: string): [max?: number, pageSize?: number] {
  return /\/accessories(?:\?|$)/.test(path) ? [Infinity, 100] : [];
}

function pagePath(path: ApiPath, parameters: Readonly<Record<string, string | number | undefined>>): string {
  const url = new URL(path, 'http://service');
  const given = Object.entries(parameters).filter(
    (entry): entry is [string, string | number] => entry[1] !== undefined,
  );
  const filter = url.searchParams.get('filter');
  if (filter !== null || FILTER_ONLY.test(url.pathname)) {
    const parts = [...(filter ? [filter] : []), ...given.map((pair) => pair.join('::'))];
    url.searchParams.set('filter', parts.join('|'));
  } else {
    for (const [name, value] of given) url.searchParams.set(name, String(value));
  }
  return `${url.pathname}${url.search.replaceAll('+', '%20')}`;
}

/** Beside the list, or in an object of its own. */
function markerOf(fields: Readonly<Record<string, unknown>>): unknown {
  const { page_info: info } = fields;
  const inner = typeof info === 'object' && info !== null && 'next_marker' in info ? info.next_marker : undefined;
  return fields['nextMarker'] ?? fields['next_marker'] ?? inner;
}

/** A bare array, or an object with one array in it beside what tells the end. */
function pageOf(value: unknown, path: string): Page<unknown> {
  if (Array.isArray(value)) return { items: value as unknown[] };
  const fields = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const lists = Object.values(fields).filter((field): field is unknown[] => Array.isArray(field));
  const [items] = lists;
  if (items === undefined || lists.length !== 1) {
    throw new SwrctlError('USAGE', `The answer of GET ${path} is no list`, { hint: 'Leave --paginate out' });
  }
  const marker = markerOf(fields);
  const hasNext = fields['has_more'] !== false && (typeof marker === 'number' ? marker > 0 : Boolean(marker));
  const { total } = fields;
  return {
    items,
    ...(typeof total === 'number' ? { total } : {}),
    ...(hasNext ? { next: String(marker) } : {}),
  };
}
