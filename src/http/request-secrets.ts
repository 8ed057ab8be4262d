import { isRecord, parseJson } from '../base/decode.ts';
import { rememberAccessKey, rememberSecret } from '../secrets/secrets.ts';
import type { HttpRequest } from './message.ts';
import { keyInPath } from '../secrets/address.ts';
import { isOpenParameter } from '../secrets/redact.ts';

/** Names of headers, parameters and fields whose values are secrets. */
const SECRET_NAME =
  /auth|token|secret|passw|pwd|cookie|credential|signature|session|access.?key|api.?key|^sig$|^key$|^_?state$/i;
/** What only looks like one. */
const OPEN_NAME = /^(?:www-authenticate|tokens?_?type|auth_?type|x-metadata-token-ttl-seconds|grant_type)$/i;
/** Parameters that we fill with names: others as long as this are keys of some kind. */
const OUR_PARAMETER = /^(?:filter|name|namespace|repository|tag|center|order_column|order_type|projectname)$/;
const LONG_PARAMETER = 20;
/** Bytes of the largest body that is looked through. */
const MAX_BODY = 1024 * 1024;

const isSecretName = (name: string): boolean => SECRET_NAME.test(name) && !OPEN_NAME.test(name);

/**
 * Remembers what a request tells a server and nobody else may see: its proofs, what is signed in its address, passwords
 * and tokens of its body. Servers quote their requests in errors, in headers and in addresses.
 */
export function rememberSecretsOf({ url, headers = {}, body }: HttpRequest): void {
  for (const [name, value] of Object.entries(headers)) {
    if (isSecretName(name)) rememberHeader(value);
  }
  rememberAddress(url);
  if (Buffer.isBuffer(body) && body.length <= MAX_BODY) rememberBody(headers['content-type'] ?? '', body);
}

function rememberAddress(url: URL): void {
  rememberUserinfo(url);
  const key = keyInPath(url);
  if (key !== undefined) rememberAccessKey(key);
  for (const [name, value] of url.searchParams) {
    const isKey = value.length >= LONG_PARAMETER && !OUR_PARAMETER.test(name);
    if (!isOpenParameter(name) && (isKey || isSecretName(name))) rememberSecret(value);
  }
}

/** User and password of an address: of a proxy for example. */
export function rememberUserinfo({ username, password }: URL): void {
  if (username === '' && password === '') return;
  const [user, secret] = [decoded(username), decoded(password)];
  rememberSecret(secret);
  rememberSecret(Buffer.from(`${user}:${secret}`).toString('base64'));
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a percent sign that escapes nothing
  }
}

/** The whole value, what follows a scheme, and the parts of it. */
function rememberHeader(value: string): void {
  rememberSecret(value);
  const blank = value.indexOf(' ');
  const proof = value.slice(blank + 1).trim();
  rememberSecret(proof);
  switch (value.slice(0, Math.max(0, blank)).toLowerCase()) {
    case 'basic':
      return rememberLogin(Buffer.from(proof, 'base64').toString('utf8'));
    case 'bearer':
      return;
    default:
      // `Access=…, Signature=…` and cookies
      for (const part of proof.split(/[,;]/)) rememberPair(part.trim());
  }
}

/** `user:password`; a user of the form `project@AK` holds an access key, others are names. */
function rememberLogin(login: string): void {
  const colon = login.indexOf(':');
  if (colon === -1) return;
  rememberSecret(login.slice(colon + 1));
  const at = login.lastIndexOf('@', colon);
  if (at !== -1) rememberAccessKey(login.slice(at + 1, colon));
}

function rememberPair(pair: string): void {
  const mark = pair.indexOf('=');
  if (mark === -1) return;
  const [name, value] = [pair.slice(0, mark), pair.slice(mark + 1)];
  if (name === 'SignedHeaders') return;
  if (name === 'Access') rememberAccessKey(value);
  else rememberSecret(value);
}

function rememberBody(type: string, body: Buffer): void {
  const text = body.toString('utf8');
  if (type.startsWith('application/json')) {
    if (!SECRET_NAME.test(text)) return;
    try {
      rememberFields(parseJson(text, 'it'));
    } catch {
      // Not JSON after all: whoever wrote it will hear so from the service.
    }
  } else if (type.startsWith('application/x-www-form-urlencoded')) {
    for (const [name, value] of new URLSearchParams(text)) if (isSecretName(name)) rememberSecret(value);
  }
}

/** The depth is bounded: parseJson takes no other values. */
function rememberFields(value: unknown): void {
  if (Array.isArray(value)) value.forEach(rememberFields);
  else if (isRecord(value)) {
    for (const [name, field] of Object.entries(value)) {
      if (typeof field === 'string' && isSecretName(name)) rememberSecret(field);
      rememberFields(field);
    }
  }
}
