import { isServiceUser } from '../auth/login-key.ts';
import { object, optional, number, parseJson, string, type Decoder } from '../base/decode.ts';
import { SwrctlError } from '../base/errors.ts';
import type { Http } from '../http/client.ts';
import { isLoopback } from '../http/dispatcher.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import { isSwrChallenge, type Challenge } from './challenge.ts';
import { basicAuthorization, type HostLogin } from './login.ts';
import { tokenProblem } from './problem.ts';

/** A bearer token and its end. */
interface Token {
  readonly value: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/**
 * Longest life that is assumed when neither the answer nor the token says. Source:
 * docs/reference/registry.md#token-life.
 */
const UNKNOWN_LIFE_MS = 5 * 60_000;
/** Tokens are used up to this long before their end. */
const MARGIN_MS = 20_000;
const MAX_TOKEN_BODY = 1024 * 1024;

/** Some services write numbers as text. What is neither says nothing. */
const seconds: Decoder<number | undefined> = (value) => {
  const count = typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value;
  return typeof count === 'number' && Number.isFinite(count) ? count : undefined;
};

const decodeAnswer = object({
  token: optional(string),
  access_token: optional(string),
  expires_in: seconds,
});

type Bearer = Extract<Challenge, { scheme: 'bearer' }>;

export interface TokenOptions {
  readonly http: Http;
  /** Origin of the registry, to decide where a login may go. */
  readonly origin: string;
  readonly challenge: Bearer;
  readonly login: HostLogin | undefined;
}

/** Bearer tokens of one registry, fetched once per scope and again when they end. */
export interface Tokens {
  /** A token for these scopes with at least `minLifeMs` (default 20,000) to live. */
  readonly get: (scopes: readonly string[], minLifeMs?: number, signal?: AbortSignal) => Promise<string>;
  /** Forgets a token that the registry no longer took. */
  readonly drop: (scopes: readonly string[]) => void;
}

export function createTokens(options: TokenOptions): Tokens {
  const cache = new Map<string, Promise<Token>>();
  const { now } = options.http;
  return {
    get: async (scopes, minLifeMs = MARGIN_MS, signal) => {
      const key = scopes.join(' ');
      const before = cache.get(key);
      const known = await before?.catch(() => undefined);
      if (known !== undefined && known.expiresAt - now() > minLifeMs) return known.value;
      // Somebody else may have asked meanwhile; several blobs begin at once.
      const asked = cache.get(key);
      if (asked !== undefined && asked !== before) return (await asked).value;
      const fresh = fetchToken(options, scopes, signal);
      cache.set(key, fresh);
      // A failure is for those who wait now; the next caller asks again.
      fresh.catch(() => {
        if (cache.get(key) === fresh) cache.delete(key);
      });
      return (await fresh).value;
    },
    drop: (scopes) => cache.delete(scopes.join(' ')),
  };
}

async function fetchToken(options: TokenOptions, scopes: readonly string[], signal?: AbortSignal): Promise<Token> {
  const { http, challenge, login } = options;
  const request = login?.identityToken === undefined ? basicRequest(options, scopes) : refreshRequest(options, scopes);
  const response = await http.send({
    ...request,
    readWhole: MAX_TOKEN_BODY,
    signal,
    redirect: 'manual',
  });
  if (response.status !== 200) throw await tokenProblem(response, { login, scopes, ...registryOf(options) });
  const at = `the token answer of ${new URL(challenge.realm).host}`;
  const answer = decodeAnswer(parseJson((await response.bytes(MAX_TOKEN_BODY)).toString('utf8'), at), at);
  const value = answer.token || answer.access_token;
  // What no header can carry is no token, and would reach a terminal through `auth token`.
  if (value === undefined || !/^[\x21-\x7e]+$/.test(value)) throw new SwrctlError('API_SHAPE', `${at} holds no token`);
  return { value, expiresAt: http.now() + lifeOf(value, answer.expires_in, serverTime(response) ?? http.now()) };
}

function registryOf({ origin, challenge }: TokenOptions): { readonly registry: string; readonly isSwr: boolean } {
  return { registry: new URL(origin).host, isSwr: isSwrChallenge(challenge) };
}

/** GET with Basic: the only form that SWR knows. */
function basicRequest(options: TokenOptions, scopes: readonly string[]): HttpRequest {
  const { login } = options;
  const headers = login ? { authorization: basicAuthorization(login) } : {};
  return { method: 'GET', url: tokenUrl(options, scopes), headers };
}

/** OAuth2, for the identity tokens that docker keeps for some other registries. */
function refreshRequest(options: TokenOptions, scopes: readonly string[]): HttpRequest {
  const url = tokenUrl(options, []);
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: 'swrctl',
    service: url.searchParams.get('service') ?? '',
    scope: scopes.join(' '),
    refresh_token: options.login?.identityToken ?? '',
  });
  url.search = '';
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return { method: 'POST', url, headers, body: Buffer.from(form.toString()) };
}

function tokenUrl(options: TokenOptions, scopes: readonly string[]): URL {
  const { challenge, origin, login } = options;
  const url = URL.canParse(challenge.realm) ? new URL(challenge.realm) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    throw new SwrctlError('API_SHAPE', `${origin} names no usable token address (realm "${challenge.realm}")`);
  }
  if (login !== undefined) checkRealm(url, origin, login);
  if (challenge.service !== undefined) url.searchParams.set('service', challenge.service);
  for (const scope of scopes) url.searchParams.append('scope', scope);
  return url;
}

/** A registry decides where the login is sent to, but not to everywhere. */
function checkRealm(realm: URL, origin: string, { source, username, sameOriginOnly }: HostLogin): void {
  // A login of the service's form proves who has the access key, wherever it was found.
  const staysHere = sameOriginOnly || isServiceUser(username);
  if (staysHere && realm.origin !== origin) {
    throw new SwrctlError('AUTH_DENIED', `${origin} wants the login of ${source} to be sent to ${realm.origin}`, {
      hint: 'Logins made from an access key stay with their registry; check the registry address of the profile',
    });
  }
  if (realm.protocol === 'http:' && realm.origin !== origin && !isLoopback(realm.hostname)) {
    throw new SwrctlError('TLS', `${origin} wants the login to be sent over plain HTTP to ${realm.host}`, {
      hint: 'Ask the operator of the registry; swrctl does not send a password that way',
    });
  }
}

/** The server's clock: ours may be wrong, and `exp` is a time of theirs. */
function serverTime({ headers }: HttpResponse): number | undefined {
  const time = Date.parse(headers['date'] ?? '');
  return Number.isNaN(time) ? undefined : time;
}

/** Milliseconds to the nearest end: `exp` of a JWT, `expires_in`, or five minutes. */
function lifeOf(token: string, expiresInSeconds: number | undefined, now: number): number {
  const exp = jwtExpiry(token);
  const stated = expiresInSeconds !== undefined && expiresInSeconds > 0 ? expiresInSeconds * 1000 : undefined;
  const known = [exp === undefined ? undefined : exp - now, stated].filter((life) => life !== undefined);
  return known.length > 0 ? Math.min(...known) : UNKNOWN_LIFE_MS;
}

function jwtExpiry(token: string): number | undefined {
  const payload = token.split('.')[1];
  if (payload === undefined) return undefined;
  try {
    const { exp } = object({ exp: optional(number) })(
      parseJson(Buffer.from(payload, 'base64url').toString(), 'token'),
      'token',
    );
    return exp === undefined ? undefined : exp * 1000;
  } catch {
    return undefined; // not a JWT: opaque tokens are legal
  }
}
