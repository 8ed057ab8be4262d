import { openAddress } from './address.ts';

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

export const isOpenParameter = (name: string): boolean => OPEN_PARAMETERS.has(name);

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
