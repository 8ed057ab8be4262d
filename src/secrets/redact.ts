/** Query parameters that may be shown; all others are signed, secret or personal. */
const OPEN_PARAMETERS = new Set([
  ...['n', 'last', 'digest', 'mount', 'from', 'scope', 'service'],
  ...['limit', 'offset', 'marker'],
]);

/** Headers whose values may be shown. */
const OPEN_HEADERS = new Set([
  ...['accept', 'content-type', 'content-length', 'content-range', 'range', 'docker-content-digest', 'retry-after'],
  ...['docker-upload-uuid', 'docker-distribution-api-version', 'x-request-id', 'x-sdk-date', 'date', 'server'],
]);

/** IAM names an access key in the path. */
const KEY_IN_PATH = /(\/OS-CREDENTIAL\/credentials\/)([^/]+)/i;

export const isOpenParameter = (name: string): boolean => OPEN_PARAMETERS.has(name);

/** The access key that stands in the path of an address. */
export function keyInPath({ pathname }: URL): string | undefined {
  return KEY_IN_PATH.exec(pathname)?.[2];
}

/** Origin and path of a URL as messages and logs may show them: no query, no access key. */
export function openAddress(url: URL): string {
  return url.origin + url.pathname.replace(KEY_IN_PATH, '$1…');
}

/** A short name of a request for messages and traces: no query, which may be signed. */
export function describeRequest({ method, url }: { readonly method: string; readonly url: URL }): string {
  return `${method} ${openAddress(url)}`;
}

/** A URL as the log may show it: of a query the names, and the values that are no secret. Escapes stay as they are sent. */
export function openUrl(url: URL): string {
  const pairs = url.search === '' ? [] : url.search.slice(1).split('&');
  const query = pairs.map((pair) => {
    const [name = ''] = pair.split('=', 1);
    return isOpenParameter(name) || pair === name ? pair : `${name}=…`;
  });
  return `${openAddress(url)}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

/** The value of a header as the log may show it. */
export function openHeader(name: string, value: string): string {
  return OPEN_HEADERS.has(name.toLowerCase()) ? value : '…';
}
