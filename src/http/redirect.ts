import { SwrctlError } from '../base/errors.ts';
import type { HttpRequest, HttpResponse, Send } from './message.ts';

const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Headers that must not follow to another host: a pre-signed URL answers 400 to them, and they are secrets. */
const PRIVATE_HEADERS = new Set(['authorization', 'cookie', 'x-auth-token', 'x-security-token', 'x-sdk-date']);

/** Follows redirects of GET and HEAD. Authorization stays behind when scheme, host or port change. */
export function followRedirects(send: Send): Send {
  return async (first) => {
    if (first.redirect === 'manual' || (first.method !== 'GET' && first.method !== 'HEAD')) return send(first);
    let request: HttpRequest = first;
    for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
      const response = await send(request);
      const location = response.headers['location'];
      if (!REDIRECTS.has(response.status) || location === undefined) return response;
      await response.discard();
      request = next(request, response, location);
    }
    throw new SwrctlError('NETWORK', `${first.url.host} redirects more than ${MAX_REDIRECTS} times`);
  };
}

function next(request: HttpRequest, response: HttpResponse, location: string): HttpRequest {
  const url = URL.canParse(location, response.url.href) ? new URL(location, response.url) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    throw new SwrctlError('NETWORK', `${response.url.host} redirects to something that is not a web address`);
  }
  if (url.protocol === 'http:' && request.url.protocol === 'https:') {
    throw new SwrctlError('TLS', `${response.url.host} redirects from HTTPS to plain HTTP at ${url.host}`, {
      hint: 'Ask the operator of the registry; swrctl does not follow such a redirect',
    });
  }
  if (url.origin === request.url.origin) return { ...request, url };
  const headers = Object.entries(request.headers ?? {}).filter(([name]) => !PRIVATE_HEADERS.has(name.toLowerCase()));
  return { ...request, url, headers: Object.fromEntries(headers) };
}
