/** IAM names an access key in the path. */
const KEY_IN_PATH = /(\/OS-CREDENTIAL\/credentials\/)([^/]+)/i;

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
