import { SwrctlError, hasCode } from '../errors.ts';
import type { Http } from '../http/client.ts';
import { isLoopback } from '../http/dispatcher.ts';
import { isNotTls } from '../http/failure.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import { problemOf } from '../http/problem.ts';
import { parseChallenge, type Challenge } from './challenge.ts';
import { basicAuthorization, type HostLogin } from './login.ts';
import { createTokens, scopeOf, type Access, type Tokens } from './token.ts';

export interface RegistryHostOptions {
  readonly http: Http;
  /** Host with optional port. */
  readonly host: string;
  /** The scheme, when it is known. Default: HTTPS; on loopback plain HTTP when the answer is not TLS. */
  readonly scheme?: 'https' | 'http';
  /** Finds the login for an origin; undefined means anonymous. */
  readonly login: (origin: string) => Promise<HostLogin | undefined>;
  /** Requests per second. Default: 10 on SWR hosts, unlimited elsewhere. */
  readonly rate?: number;
}

/** What a registry said about itself. */
export interface HostFacts {
  readonly origin: string;
  readonly challenge: Challenge | undefined;
  /** True when the challenge is that of SWR (product.md §1). */
  readonly isSwr: boolean;
}

export interface AuthorizedRequest extends Omit<HttpRequest, 'url'> {
  /** Absolute, or a path on this host. */
  readonly url: URL | string;
  readonly repository: string;
  readonly access: Access;
  /** Milliseconds the token must still live. Default 20,000. */
  readonly minTokenLifeMs?: number;
}

/** One registry: knows its address, its way of logging in, and sends requests with the right token. */
export interface RegistryHost {
  readonly host: string;
  readonly http: Http;
  /** Asks `/v2/` once. */
  readonly facts: () => Promise<HostFacts>;
  readonly login: () => Promise<HostLogin | undefined>;
  /** Proves a login: the whole handshake, without a repository. @throws {SwrctlError} AUTH_DENIED … */
  readonly ping: (signal?: AbortSignal) => Promise<void>;
  /** Sends with credentials for one repository; an expired token is renewed once. */
  readonly send: (request: AuthorizedRequest) => Promise<HttpResponse>;
  /** A bearer token for a repository; undefined on registries without tokens. */
  readonly token: (repository: string, access: Access) => Promise<string | undefined>;
}

/** Half of the tenant's cap on SWR: others of the tenant count too. Source: peers.md part C. */
const SWR_RATE = 10;

export function createRegistryHost(options: RegistryHostOptions): RegistryHost {
  const { http, host } = options;
  let facts: Promise<HostFacts> | undefined;
  let login: Promise<HostLogin | undefined> | undefined;
  let tokens: Promise<Tokens | undefined> | undefined;
  const getFacts = () => (facts ??= askFacts(options).catch(forget(() => (facts = undefined))));
  const getLogin = () => (login ??= getFacts().then(({ origin }) => options.login(origin)));
  const getTokens = () => (tokens ??= makeTokens(http, getFacts, getLogin).catch(forget(() => (tokens = undefined))));

  const authorization = async (scopes: readonly string[], minLifeMs?: number, signal?: AbortSignal) => {
    const { challenge } = await getFacts();
    const source = await getTokens();
    if (source !== undefined) return `Bearer ${await source.get(scopes, minLifeMs, signal)}`;
    const basic = challenge?.scheme === 'basic' ? await getLogin() : undefined;
    return basic === undefined ? undefined : basicAuthorization(basic);
  };

  const sendOnce = async (request: AuthorizedRequest, scopes: readonly string[]) => {
    const { origin } = await getFacts();
    const url = new URL(request.url, origin);
    // An upload may be sent on to another host by its Location: no credentials go there.
    const value =
      url.origin === origin ? await authorization(scopes, request.minTokenLifeMs, request.signal) : undefined;
    return http.send({ ...request, url, headers: { ...request.headers, ...(value ? { authorization: value } : {}) } });
  };

  const send = async (request: AuthorizedRequest) => {
    const scopes = [scopeOf(request.repository, request.access)];
    const response = await sendOnce(request, scopes);
    const source = await getTokens();
    if (response.status !== 401 || source === undefined || isStream(request)) return response;
    await response.discard();
    source.drop(scopes);
    return sendOnce(request, scopes);
  };

  return {
    host,
    http,
    facts: getFacts,
    login: getLogin,
    send,
    token: async (repository, access) => (await getTokens())?.get([scopeOf(repository, access)]),
    ping: (signal) => ping(http, getFacts, () => authorization([], undefined, signal), signal),
  };
}

/** A streamed body is sent once; its sender knows how to go on. */
function isStream({ body }: AuthorizedRequest): boolean {
  return body !== undefined && !Buffer.isBuffer(body);
}

function forget(reset: () => void): (error: unknown) => never {
  return (error) => {
    reset();
    throw error;
  };
}

async function makeTokens(
  http: Http,
  getFacts: () => Promise<HostFacts>,
  getLogin: () => Promise<HostLogin | undefined>,
): Promise<Tokens | undefined> {
  const { origin, challenge } = await getFacts();
  if (challenge?.scheme !== 'bearer') return undefined;
  return createTokens({ http, origin, challenge, login: await getLogin() });
}

async function ping(
  http: Http,
  getFacts: () => Promise<HostFacts>,
  authorize: () => Promise<string | undefined>,
  signal?: AbortSignal,
): Promise<void> {
  const { origin } = await getFacts();
  const authorization = await authorize();
  const response = await http.send({
    method: 'GET',
    url: new URL('/v2/', origin),
    ...(authorization ? { headers: { authorization } } : {}),
    ...(signal ? { signal } : {}),
  });
  if (response.status === 200) return response.discard();
  throw await problemOf(response, {
    what: `${new URL(origin).host} does not accept the login`,
    hint: 'Check user and password, then log in again: swrctl login',
  });
}

/** Asks `/v2/` without credentials, over HTTPS first; on loopback over HTTP when the answer is not TLS. */
async function askFacts(options: RegistryHostOptions): Promise<HostFacts> {
  const { host, scheme, http } = options;
  const hostname = new URL(`http://${host}`).hostname;
  if (scheme !== undefined || !isLoopback(hostname)) return factsOf(options, `${scheme ?? 'https'}://${host}`);
  try {
    return await factsOf(options, `https://${host}`);
  } catch (error) {
    if (!hasCode(error, 'TLS', 'NETWORK') || !isNotTls(error)) throw error;
    http.throttle.onClean(`https://${host}`);
    return factsOf(options, `http://${host}`);
  }
}

async function factsOf({ http, rate }: RegistryHostOptions, origin: string): Promise<HostFacts> {
  const response = await http.send({ method: 'GET', url: new URL('/v2/', origin) });
  const challenge = parseChallenge(response.headers['www-authenticate']);
  if (response.status !== 200 && (response.status !== 401 || challenge === undefined)) {
    throw await notARegistry(response, origin);
  }
  await response.discard();
  const isSwr = isSwrChallenge(challenge);
  const perSecond = rate ?? (isSwr ? SWR_RATE : undefined);
  if (perSecond !== undefined) http.throttle.limit(new URL(origin).origin, perSecond);
  return { origin: new URL(origin).origin, challenge, isSwr };
}

async function notARegistry(response: HttpResponse, origin: string): Promise<SwrctlError> {
  const problem = await problemOf(response, { what: `${origin}/v2/ does not answer like a registry` });
  return new SwrctlError(problem.code === 'NOT_FOUND' ? 'FAILED' : problem.code, problem.message, {
    hint: problem.hint ?? 'Check the registry address',
    ...(problem.service ? { service: problem.service } : {}),
  });
}

function isSwrChallenge(challenge: Challenge | undefined): boolean {
  if (challenge?.scheme !== 'bearer') return false;
  return challenge.service === 'dockyard' || challenge.realm.includes('/swr/auth/');
}
