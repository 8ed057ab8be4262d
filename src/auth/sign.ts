import { createHash, createHmac } from 'node:crypto';
import { SwrctlError } from '../base/errors.ts';
import type { AccessKey } from './credential.ts';

const ALGORITHM = 'SDK-HMAC-SHA256';

export interface SignableRequest {
  readonly method: string;
  /** As it will be sent. */
  readonly url: URL;
  /** What is sent anyway. `content-type` and every `x-` header are signed; proxies may change the others. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/**
 * Signs a request with an access key.
 *
 * @param now goes into `x-sdk-date`; the service refuses one that is more than 15 minutes off.
 * @returns the headers to add, names in lower case: `x-sdk-date`, `authorization`, and `x-security-token` for a
 *   temporary key.
 * @throws {SwrctlError} USAGE when the path has a `%` that does not begin an escape.
 * @see docs/reference/service.md#signing.
 */
export function signRequest(request: SignableRequest, key: AccessKey, now: Date): Record<string, string> {
  const date = formatSdkDate(now);
  const added = {
    'x-sdk-date': date,
    ...(key.securityToken === undefined ? {} : { 'x-security-token': key.securityToken }),
  };
  const headers = headersToSign({ host: request.url.host, ...lowerCaseNames(request.headers ?? {}), ...added });
  const names = headers.map(([name]) => name).join(';');
  const canonical = [
    request.method.toUpperCase(),
    canonicalPath(request.url.pathname),
    canonicalQuery(request.url.searchParams),
    ...headers.map(([name, value]) => `${name}:${value}`),
    '',
    names,
    payloadHash(request),
  ].join('\n');
  const stringToSign = [ALGORITHM, date, sha256(canonical)].join('\n');
  const signature = createHmac('sha256', key.secretKey).update(stringToSign).digest('hex');
  const authorization = `${ALGORITHM} Access=${key.accessKey}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...added, authorization };
}

/** `YYYYMMDDTHHMMSSZ`, in UTC. */
function formatSdkDate(now: Date): string {
  return now.toISOString().replace(/[-:]|\.\d{3}/g, '');
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function lowerCaseNames(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** Blanks around a value do not survive the wire, so they are not signed either. */
function headersToSign(headers: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(headers)
    .filter(([name, value]) => name === 'host' || name.startsWith('x-') || isSignedContentType(name, value))
    .map(([name, value]): [string, string] => [name, value.trim()])
    .sort(([a], [b]) => compare(a, b));
}

/** A multipart type stays out: its boundary may be chosen later. */
function isSignedContentType(name: string, value: string): boolean {
  return name === 'content-type' && !value.includes('multipart/form-data');
}

function payloadHash({ headers = {}, body }: SignableRequest): string {
  return lowerCaseNames(headers)['x-sdk-content-sha256'] ?? sha256(body ?? '');
}

/** The decoded path, encoded once, with a slash at its end that the request itself does not have. */
function canonicalPath(pathname: string): string {
  const encoded = decodePath(pathname).split('/').map(encode).join('/');
  return encoded.endsWith('/') ? encoded : `${encoded}/`;
}

function decodePath(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch (cause) {
    throw new SwrctlError('USAGE', `The path ${pathname} has a "%" that does not begin an escape`, {
      hint: 'Write a plain % as %25',
      cause,
    });
  }
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Percent-encodes all but the unreserved characters of RFC 3986. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
