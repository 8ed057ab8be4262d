import { SwrctlError } from '../errors.ts';
import type { HttpResponse } from '../http/message.ts';
import { remember } from '../model/remember.ts';
import { parseChallenge } from './challenge.ts';
import { askFacts, type FactsOptions, type HostFacts } from './facts.ts';
import { basicAuthorization, type HostLogin } from './login.ts';
import { createTokens, type Tokens } from './token.ts';

export interface AccessOptions extends FactsOptions {
  /** Finds the login for an origin, or for one repository there; undefined means anonymous. */
  readonly login: (origin: string, repository?: string) => Promise<HostLogin | undefined>;
}

/** How to get into one registry; everything is found out on first use, and again after a failure. */
export interface HostAccess {
  readonly facts: () => Promise<HostFacts>;
  /** The login for a repository, or for the whole host. */
  readonly login: (repository?: string) => Promise<HostLogin | undefined>;
  /** Made with the login for a repository, or for the whole host. Undefined on registries without tokens. */
  readonly tokens: (repository?: string) => Promise<Tokens | undefined>;
  /** The header for what is wanted; undefined when there is nothing to send. */
  readonly authorization: (wanted: Wanted) => Promise<string | undefined>;
  /**
   * Takes over the challenge of a 401: a registry may be open at `/v2/` and want a login only for some repositories.
   * False when it says nothing new.
   */
  readonly learn: (response: HttpResponse) => Promise<boolean>;
}

export interface Wanted {
  /** Whose login is used. Default: the one for the whole host. */
  readonly repository?: string | undefined;
  /** Default none. */
  readonly scopes?: readonly string[];
  /** Milliseconds that a token must still live. Default 20,000. */
  readonly minLifeMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export function createAccess(options: AccessOptions): HostAccess {
  let facts: Promise<HostFacts> | undefined;
  const getFacts = () => (facts ??= askFacts(options).catch(forget(() => (facts = undefined))));
  const findLogin = async (repository: string) => {
    const { origin, isAnonymousOnly = false } = await getFacts();
    const found = await options.login(origin, repository === '' ? undefined : repository);
    if (found !== undefined && isAnonymousOnly) throw inClear(new URL(origin).host, found);
    return found;
  };
  const loginOf = remember(findLogin);
  const getLogin = (repository = '') => loginOf(repository);
  // Repositories share the tokens of the login that they share.
  let tokens = new Map<string, Tokens>();
  const getTokens = async (repository?: string) => {
    const { origin, challenge } = await getFacts();
    if (challenge?.scheme !== 'bearer') return undefined;
    const login = await getLogin(repository);
    const key = JSON.stringify([login?.username, login?.password, login?.identityToken]);
    const made = tokens.get(key) ?? createTokens({ http: options.http, origin, challenge, login });
    tokens.set(key, made);
    return made;
  };
  return {
    facts: getFacts,
    login: getLogin,
    tokens: getTokens,
    authorization: async ({ repository, scopes = [], minLifeMs, signal }) => {
      const { challenge } = await getFacts();
      const source = await getTokens(repository);
      if (source !== undefined) return `Bearer ${await source.get(scopes, minLifeMs, signal)}`;
      const basic = challenge?.scheme === 'basic' ? await getLogin(repository) : undefined;
      return basic === undefined ? undefined : basicAuthorization(basic);
    },
    learn: async (response) => {
      const known = await getFacts();
      const challenge = parseChallenge(response.headers['www-authenticate']);
      const isNew = known.challenge === undefined && challenge !== undefined && response.url.origin === known.origin;
      if (!isNew) return false;
      facts = Promise.resolve({ ...known, challenge });
      tokens = new Map();
      return true;
    },
  };
}

/** Every login of a registry comes through here, whoever has it and whatever it is made from. */
function inClear(host: string, { source }: HostLogin): SwrctlError {
  return new SwrctlError('TLS', `${host} speaks no TLS, so the login of ${source} is not sent to it`, {
    hint: `If it may be read on the way, say so in the address: swrctl login http://${host}, or --registry http://${host}`,
  });
}

function forget(reset: () => void): (error: unknown) => never {
  return (error) => {
    reset();
    throw error;
  };
}
