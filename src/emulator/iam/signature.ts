import { createHash, createHmac } from 'node:crypto';
import { sameText } from './docker-login.ts';

/** What of a call goes into its signature. */
export interface SignedCall {
  readonly method: string;
  /** As sent, percent-encoded. */
  readonly rawPath: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The parts of an `Authorization: SDK-HMAC-SHA256 …` header. */
export interface Signature {
  readonly ak: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const ALGORITHM = 'SDK-HMAC-SHA256';

export function parseSignature(header: string): Signature | undefined {
  const [, ak, names, signature] =
    /^SDK-HMAC-SHA256 Access=([^,\s]+), ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]{64})$/.exec(header) ?? [];
  if (ak === undefined || names === undefined || signature === undefined) return undefined;
  return { ak, signedHeaders: names.split(';'), signature };
}

/** RFC 3986: only letters, digits, `-`, `_`, `.` and `~` stay. */
function encode(text: string): string {
  const hex = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text).replace(/[!'()*]/g, hex);
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // not an escape, so it was meant literally
  }
}

function canonicalPath(rawPath: string): string {
  const path = rawPath
    .split('/')
    .map((segment) => encode(decodeSegment(segment)))
    .join('/');
  return path.endsWith('/') ? path : `${path}/`;
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The text whose hash is signed. Source: docs/reference/service.md#signing. */
export function canonicalRequest(call: SignedCall, signedHeaders: readonly string[]): string {
  const lines = signedHeaders.map((name) => `${name}:${call.headers[name] ?? ''}\n`);
  const payload = call.headers['x-sdk-content-sha256'] ?? createHash('sha256').update(call.body).digest('hex');
  return [
    call.method,
    canonicalPath(call.rawPath),
    canonicalQuery(call.query),
    lines.join(''),
    signedHeaders.join(';'),
    payload,
  ].join('\n');
}

/** Hex signature of a call. */
export function sign(call: SignedCall, signedHeaders: readonly string[], sk: string): string {
  const hashed = createHash('sha256').update(canonicalRequest(call, signedHeaders)).digest('hex');
  const text = [ALGORITHM, call.headers['x-sdk-date'] ?? '', hashed].join('\n');
  return createHmac('sha256', sk).update(text).digest('hex');
}

/** True when the call was signed with `sk` and covers at least host and date. */
export function isSignedWith(call: SignedCall, { signedHeaders, signature }: Signature, sk: string): boolean {
  if (!signedHeaders.includes('host') || !signedHeaders.includes('x-sdk-date')) return false;
  return sameText(signature, sign(call, signedHeaders, sk));
}

/** `YYYYMMDDTHHMMSSZ` to a time. */
export function parseSdkDate(text: string): Date | undefined {
  const [, y, m, d, hh, mm, ss] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  const date = new Date(`${y}-${m}-${d}T${hh}:${mm}:${ss}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
