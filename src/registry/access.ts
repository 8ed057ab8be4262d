import { SwrctlError } from '../base/errors.ts';
import type { HttpResponse } from '../http/message.ts';
import { remember } from '../model/remember.ts';
import { parseChallenge, type Challenge } from './challenge.ts';
import { askFacts, type FactsOptions, type HostFacts } from './facts.ts';
import { basicAuthorization, loginCommand, type HostLogin } from './login.ts';
import { isRefusedLogin } from './problem.ts';
import { createTokens, type Tokens } from './token.ts';

export interface AccessOptions extends FactsOptions {
  /** Finds the login for an origin, or for one repository there; undefined means anonymous. */
  readonly login: (origin: string, repository?: string) => Promise<HostLogin | undefined>;
  /** Asks the registry about itself. Default: `askFacts` with these options. */
  readonly ask?: (() => Promise<HostFacts>) | undefined;
}

/** How to get into one registry; everything is found out on first use, and again after a failure. */
export interface HostAccess {
  readonly facts: () => Promise<HostFacts>;
  /** The login for a repository, or for the whole host. */
  readonly login: (repository?: string) => Promise<HostLogin | undefined>;
  /** Made with the login for a repository, or for the whole host. Undefined on registries without tokens. */
  readonly tokens: (repository?: string) => Promise<Tokens | undefined>;
  /** A token for what is wanted; undefined on registries without tokens. */
  readonly token: (wanted: Wanted) => Promise<string | undefined>;
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
  const { ask = () => askFacts(options) } = options;
  let facts: Promise<HostFacts> | undefined;
  const getFacts = () => (facts ??= ask().catch(forget(() => (facts = undefined))));
  const logins = createLogins(options, getFacts);
  // Repositories share the tokens of the login that they share.
  let tokens = new Map<string, Tokens>();
  const findTokens = async (repository?: string) => {
    const { origin, challenge } = await getFacts();
    if (challenge?.scheme !== 'bearer') return undefined;
    const login = await logins.get(repository);
    const key = login === undefined ? '' : keyOf(login);
    const source = tokens.get(key) ?? createTokens({ http: options.http, origin, challenge, login });
    tokens.set(key, source);
    return { source, login };
  };
  const getToken = async (wanted: Wanted): Promise<string | undefined> => {
    const { repository, scopes = [], minLifeMs, signal } = wanted;
    const found = await findTokens(repository);
    try {
      return await found?.source.get(scopes, minLifeMs, signal);
    } catch (error) {
      if (!isRefusedLogin(error) || !(await logins.replace(found?.login))) throw error;
      return getToken(wanted);
    }
  };
  return {
    facts: getFacts,
    login: logins.get,
    tokens: async (repository) => (await findTokens(repository))?.source,
    token: getToken,
    authorization: async (wanted) => {
      const { challenge } = await getFacts();
      return challenge && authorizationFor(challenge, wanted, { token: getToken, login: logins.get });
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

/** A scheme that `Challenge` learns does not compile before it has its case here. */
async function authorizationFor(
  challenge: Challenge,
  wanted: Wanted,
  { token, login }: Pick<HostAccess, 'token' | 'login'>,
): Promise<string | undefined> {
  switch (challenge.scheme) {
    case 'bearer': {
      const found = await token(wanted);
      return found === undefined ? undefined : `Bearer ${found}`;
    }
    case 'basic': {
      const found = await login(wanted.repository);
      return found === undefined ? undefined : basicAuthorization(found);
    }
    default:
      return challenge satisfies never;
  }
}

interface Logins {
  readonly get: HostAccess['login'];
  /** Takes another login from now on; false where there is none to take instead of the refused one. */
  readonly replace: (refused: HostLogin | undefined) => Promise<boolean>;
}

function createLogins({ login }: AccessOptions, getFacts: HostAccess['facts']): Logins {
  const find = remember(async (repository: string) => {
    const { origin, isAnonymousOnly = false, isSwr } = await getFacts();
    const found = await login(origin, repository === '' ? undefined : repository);
    if (found !== undefined && isAnonymousOnly) throw inClear(new URL(origin).host, isSwr, found);
    return found;
  });
  const others = new Map<string, HostLogin>();
  const current = (login: HostLogin): HostLogin => {
    const other = others.get(keyOf(login));
    return other === undefined ? login : current(other);
  };
  return {
    get: async (repository = '') => {
      const found = await find(repository);
      return found && current(found);
    },
    replace: async (refused) => {
      if (refused?.instead === undefined) return false;
      const key = keyOf(refused);
      if (others.has(key)) return true; // for another repository, meanwhile
      const other = await refused.instead();
      if (keyOf(other) === key || others.has(keyOf(other))) return false; // that one was refused as well
      others.set(key, other);
      return true;
    },
  };
}

const keyOf = ({ username, password, identityToken }: HostLogin): string =>
  JSON.stringify([username, password, identityToken]);

/** Every login of a registry comes through here, whoever has it and whatever it is made from. */
function inClear(host: string, isSwr: boolean, { source }: HostLogin): SwrctlError {
  return new SwrctlError('TLS', `${host} speaks no TLS, so the login of ${source} is not sent to it`, {
    hint: `If it may be read on the way, say so in the address: ${loginCommand(`http://${host}`, isSwr)}, or --registry http://${host}`,
  });
}

function forget(reset: () => void): (error: unknown) => never {
  return (error) => {
    reset();
    throw error;
  };
}
