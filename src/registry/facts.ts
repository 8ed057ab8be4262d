import { SwrctlError, hasCode } from '../base/errors.ts';
import type { Http } from '../http/client.ts';
import { isLoopback } from '../http/dispatcher.ts';
import { isNotTls, isRefused, isUnknownHost } from '../http/failure.ts';
import type { HttpResponse } from '../http/message.ts';
import { problemOf } from '../problem/from-answer.ts';
import { isSwrChallenge, parseChallenge, type Challenge } from './challenge.ts';

/** What a registry said about itself. */
export interface HostFacts {
  readonly origin: string;
  readonly challenge: Challenge | undefined;
  /** True when the challenge is that of SWR. Source: docs/reference/registry.md#recognizing-an-swr. */
  readonly isSwr: boolean;
  /** True: a login would go in clear to a host whose address nobody gave with `http://`, so none goes. */
  readonly isAnonymousOnly?: true;
}

export interface FactsOptions {
  readonly http: Http;
  /** Host with optional port. */
  readonly host: string;
  /** The scheme that the address was given with. Default: HTTPS; on loopback plain HTTP when the answer is not TLS. */
  readonly scheme?: 'https' | 'http';
  /** The scheme that the address was saved with, looked up when none was given. */
  readonly savedScheme?: () => Promise<'https' | 'http' | undefined>;
  /** Lets a host that is not this machine fall back to plain HTTP, too, without a login. Default false. */
  readonly allowHttp?: boolean;
  /** Requests per second. Default: 10 on SWR hosts, unlimited elsewhere. */
  readonly rate?: number | undefined;
}

/** Half of the tenant's cap on SWR: others of the tenant count too. Source: docs/reference/registry.md#throttling. */
export const SWR_RATE = 10;

/**
 * Asks `/v2/` without credentials, over HTTPS first; on loopback, and where it is allowed, over HTTP when
 * the answer is not TLS. A host that speaks HTTPS is never asked over HTTP, and what was found out to be HTTP, here or by
 * somebody on the line who wanted it so, gets no login (`isAnonymousOnly`).
 *
 * @throws {SwrctlError} FAILED when something answers that is not a registry; NETWORK, TLS.
 */
export async function askFacts(options: FactsOptions): Promise<HostFacts> {
  const { host, scheme = await options.savedScheme?.() } = options;
  return scheme === undefined ? findScheme(options) : factsOf(options, `${scheme}://${host}`);
}

async function findScheme(options: FactsOptions): Promise<HostFacts> {
  const { host, allowHttp = false } = options;
  const isHere = isLoopback(new URL(`http://${host}`).hostname);
  if (!allowHttp && !isHere) return factsOf(options, `https://${host}`);
  try {
    return await factsOf(options, `https://${host}`);
  } catch (error) {
    const isPlain = hasCode(error, 'TLS') && isNotTls(error);
    // A host with port 80 only refuses the other one, or has a name that only the proxy for HTTP knows.
    if (!isPlain && !(allowHttp && (isRefused(error) || isUnknownHost(error)))) throw error;
    const facts = await factsOf(options, `http://${host}`);
    return isHere ? facts : { ...facts, isAnonymousOnly: true };
  }
}

async function factsOf({ http, rate }: FactsOptions, origin: string): Promise<HostFacts> {
  const response = await http.send({ method: 'GET', url: new URL('/v2/', origin) });
  const challenge = parseChallenge(response.headers['www-authenticate']);
  const isRegistry = response.status === 200 ? !isPage(response) : response.status === 401 && challenge !== undefined;
  if (!isRegistry) throw await notARegistry(response, origin);
  await response.discard();
  const isSwr = isSwrChallenge(challenge);
  const perSecond = rate ?? (isSwr ? SWR_RATE : undefined);
  if (perSecond !== undefined) http.throttle.limit(new URL(origin).origin, perSecond);
  return { origin: new URL(origin).origin, challenge, isSwr };
}

/** Web sites like to answer 200 with a page to everything. */
function isPage({ headers }: HttpResponse): boolean {
  return /^\s*(?:text\/html|application\/xhtml)/i.test(headers['content-type'] ?? '');
}

async function notARegistry(response: HttpResponse, origin: string): Promise<SwrctlError> {
  const problem = await problemOf(response, { what: `${origin}/v2/ does not answer like a registry` });
  return new SwrctlError(problem.code === 'NOT_FOUND' ? 'FAILED' : problem.code, problem.message, {
    hint: problem.hint ?? 'Check the registry address',
    service: problem.service,
  });
}
