import { SwrctlError } from '../errors.ts';
import type { HttpResponse } from '../http/message.ts';
import { parseChallenge } from './challenge.ts';
import { askFacts, type FactsOptions, type HostFacts } from './facts.ts';
import { basicAuthorization, loginCommand, type HostLogin } from './login.ts';
import { createTokens, type Tokens } from './token.ts';

export interface AccessOptions extends FactsOptions {
  /** Finds the login for an origin; undefined means anonymous. */
  readonly login: (origin: string) => Promise<HostLogin | undefined>;
}

/** How to get into one registry; everything is found out on first use, and again after a failure. */
export interface HostAccess {
  readonly facts: () => Promise<HostFacts>;
  readonly login: () => Promise<HostLogin | undefined>;
  /** Undefined on registries without tokens. */
  readonly tokens: () => Promise<Tokens | undefined>;
  /** The header for these scopes; undefined when there is nothing to send. */
  readonly authorization: (
    scopes: readonly string[],
    minLifeMs?: number,
    signal?: AbortSignal,
  ) => Promise<string | undefined>;
  /**
   * Takes over the challenge of a 401: a registry may be open at `/v2/` and want a login only for some repositories.
   * False when it says nothing new.
   */
  readonly learn: (response: HttpResponse) => Promise<boolean>;
}

export function createAccess(options: AccessOptions): HostAccess {
  let facts: Promise<HostFacts> | undefined;
  let login: Promise<HostLogin | undefined> | undefined;
  let tokens: Promise<Tokens | undefined> | undefined;
  const getFacts = () => (facts ??= askFacts(options).catch(forget(() => (facts = undefined))));
  const getLogin = () => (login ??= findLogin().catch(forget(() => (login = undefined))));
  const getTokens = () => (tokens ??= makeTokens().catch(forget(() => (tokens = undefined))));

  const findLogin = async () => {
    const { origin, isAnonymousOnly = false, isSwr } = await getFacts();
    const found = await options.login(origin);
    if (found !== undefined && isAnonymousOnly) throw inClear(new URL(origin).host, isSwr, found);
    return found;
  };
  const makeTokens = async () => {
    const { origin, challenge } = await getFacts();
    if (challenge?.scheme !== 'bearer') return undefined;
    return createTokens({ http: options.http, origin, challenge, login: await getLogin() });
  };
  return {
    facts: getFacts,
    login: getLogin,
    tokens: getTokens,
    authorization: async (scopes, minLifeMs, signal) => {
      const { challenge } = await getFacts();
      const source = await getTokens();
      if (source !== undefined) return `Bearer ${await source.get(scopes, minLifeMs, signal)}`;
      const basic = challenge?.scheme === 'basic' ? await getLogin() : undefined;
      return basic === undefined ? undefined : basicAuthorization(basic);
    },
    learn: async (response) => {
      const known = await getFacts();
      const challenge = parseChallenge(response.headers['www-authenticate']);
      const isNew = known.challenge === undefined && challenge !== undefined && response.url.origin === known.origin;
      if (!isNew) return false;
      facts = Promise.resolve({ ...known, challenge });
      tokens = undefined;
      return true;
    },
  };
}

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
