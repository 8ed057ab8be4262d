import { parseJson } from '../base/decode.ts';
import { SwrctlError } from '../base/errors.ts';
import { nextTarget } from '../http/link.ts';
import type { HttpResponse } from '../http/message.ts';
import { pathOfUrl, quoteName, type ApiPath } from '../model/api-path.ts';
import type { RegistryHost } from './host-types.ts';
import { registryProblem } from './problem.ts';
import type { Access } from './scope.ts';

/** Bytes of one page. */
const MAX_PAGE_SIZE = 32 * 1024 * 1024;
/** Bytes of a whole list. */
const MAX_LIST_SIZE = 128 * 1024 * 1024;
const MAX_PAGES = 1000;
/** Pages in a row without anything new. */
const MAX_BARREN = 20;

/** A list of the distribution API. */
export interface PagedList {
  readonly host: RegistryHost;
  /** What the token must let us pull from. */
  readonly repository: string;
  /** Default `pull`. */
  readonly access?: Access;
  readonly path: ApiPath;
  /** For messages: `the tags of host/team/app`. */
  readonly label: string;
  readonly signal?: AbortSignal | undefined;
  /** Pages that are read before the list counts as endless. Default 1000. */
  readonly maxPages?: number | undefined;
  /** Asked before each further page. */
  readonly isEnough?: (() => boolean) | undefined;
}

/** Names in one page and what is around them: a list of texts takes little more memory than its bytes. */
const MAX_VALUES = 1_200_000;

/**
 * Reads a list page by page, following `Link`: of what it names, only path and query count, so that no registry sends
 * us elsewhere. A page that was read already ends the list.
 *
 * @param take gets the JSON of a page, and says whether it brought anything new.
 * @throws {SwrctlError} API_SHAPE for a list without end, or a `Link` that cannot be read; NOT_FOUND, AUTH_DENIED …
 * @see OCI distribution-spec 1.1, "Listing Tags"; RFC 8288.
 */
export async function readListPages(list: PagedList, take: (page: unknown, at: string) => boolean): Promise<void> {
  const read = new Set<ApiPath>();
  let next = list.path;
  let size = 0;
  let barren = 0;
  while (!read.has(next)) {
    read.add(next);
    const response = await askPage(list, next);
    const bytes = await response.bytes(MAX_PAGE_SIZE);
    const at = `the list of ${list.label}`;
    barren = take(parseJson(bytes.toString('utf8'), at, MAX_VALUES), at) ? 0 : barren + 1;
    size += bytes.length;
    const following = nextPage(response);
    if (following === undefined || list.isEnough?.() === true) return;
    next = following;
    if (read.size === (list.maxPages ?? MAX_PAGES) || barren === MAX_BARREN || size > MAX_LIST_SIZE) {
      throw new SwrctlError('API_SHAPE', `The list of ${list.label} has no end: ${read.size} pages, and still more`, {
        hint: 'Ask the operator of the registry; swrctl stops here so as not to go on for ever',
      });
    }
  }
}

async function askPage(
  { host, repository, access = 'pull', label, signal }: PagedList,
  url: ApiPath,
): Promise<HttpResponse> {
  const response = await host.send({
    method: 'GET',
    url,
    repository,
    access,
    readWhole: MAX_PAGE_SIZE,
    signal,
  });
  if (response.status === 200) return response;
  throw await registryProblem(response, host, { repository, what: `Cannot list ${label}` });
}

function nextPage({ headers, url }: HttpResponse): ApiPath | undefined {
  const target = nextTarget(headers['link'], url.host);
  if (target === undefined) return undefined;
  const found = URL.canParse(target, url.href) ? new URL(target, url) : undefined;
  if (found !== undefined && /^https?:$/.test(found.protocol)) return pathOfUrl(found);
  throw new SwrctlError('API_SHAPE', `${url.host} names a next page that is none: ${quoteName(target)}`);
}
