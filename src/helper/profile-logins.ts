import type { ResolvedCredential } from '../auth/chain.ts';
import { registryUser } from '../app/account/registry-user.ts';
import type { Invocation, World } from '../app/world.ts';
import type { Services } from '../app/services.ts';
import { composeContext } from '../app/compose.ts';
import { SwrctlError } from '../base/errors.ts';
import type { HelperLogin, Keeper } from './protocol.ts';

/** These say who is calling and where; they are for the profile in use, and not for another one. */
const OF_PROFILE_IN_USE =
  /^(?:SWRCTL_(?:PROFILE|REGION|CLOUD|PROJECT|PROJECT_ID|REGISTRY|INSTANCE|ENDPOINT|IAM_ENDPOINT|AK|SK|SECURITY_TOKEN|TOKEN)|HUAWEICLOUD_SDK_.*|HW_.*)$/;

/** A login with its end; without one it works as long as the access key. */
export interface KeptLogin extends HelperLogin {
  readonly expiresAt?: Date;
}

export interface ProfileKeeper extends Keeper {
  readonly get: (host: string) => Promise<KeptLogin | undefined>;
}

/** Milliseconds: when nobody says how long a login works, it is not relied on for longer. */
const UNKNOWN_LIFE = 15 * 60_000;

/**
 * Answers for the registry in use with what swrctl itself would take, and for other registries with the profile that
 * has exactly this host. Never asks, never runs another helper.
 */
export function createKeeper(world: World): ProfileKeeper {
  const open = <T>(host: string, work: (services: Services, isKnown: boolean) => Promise<T>): Promise<T> =>
    withServices(world, {}, async (services) => {
      if (services.endpoints.registry === host) return work(services, true);
      const other = await services.profiles.forHost(host);
      if (other === undefined) return work(services, false);
      return withServices(withoutProfileInUse(world), { profile: other.name }, (its) => work(its, true));
    });
  return {
    get: (host) =>
      open(host, (services, isKnown) => (isKnown ? loginOf(services, world.now) : Promise.resolve(undefined))),
    store: (host, login) =>
      open(host, async (services, isKnown) => {
        const own = isKnown ? await loginOf(services, world.now) : undefined;
        if (own === undefined || !isSame(own, login)) throw notKept(host, own !== undefined);
      }),
    erase: (host) =>
      open(host, async (services, isKnown) => {
        if (!isKnown) return undefined;
        const found = await services.findCredential();
        await services.temporaryLogins.erase(found);
        if (found.credential === undefined) return undefined;
        return `swrctl still knows the login to ${host}; take it away with: swrctl logout ${host}`;
      }),
    list: () => withServices(world, {}, listLogins),
  };
}

/** Nothing to make a login from is "not found" only when nobody ever logged in. */
async function loginOf(services: Services, now: World['now']): Promise<KeptLogin | undefined> {
  const found = await services.findCredential();
  if (found.credential === undefined && found.ignored.length === 0) return undefined;
  const { username, password } = await services.ownLogin();
  const expiresAt = await endOf(services, found, username, now);
  return { username, password, ...(expiresAt === undefined ? {} : { expiresAt }) };
}

async function endOf(
  { temporaryLogins }: Services,
  found: ResolvedCredential,
  username: string,
  now: World['now'],
): Promise<Date | undefined> {
  const { credential } = found;
  const kept = credential === undefined ? undefined : await temporaryLogins.peek(found);
  const isKept = kept?.username === username;
  // What a temporary key makes ends with it, and only the service knows when that is.
  const isTemporary = isKept || (credential?.kind === 'access-key' && credential.securityToken !== undefined);
  if (!isTemporary) return undefined;
  return (isKept ? kept.expiresAt : undefined) ?? new Date(now().getTime() + UNKNOWN_LIFE);
}

/** A program that logs in gives back what it got. */
function isSame(own: HelperLogin, given: HelperLogin): boolean {
  return own.username === given.username && own.password === given.password;
}

function notKept(host: string, isKnown: boolean): SwrctlError {
  const fact = `this helper keeps no logins; it makes the one to ${host} from a profile of swrctl`;
  const hint = isKnown ? `Run: swrctl login ${host}` : `Run: swrctl login ${host} --helper`;
  return new SwrctlError('REFUSED', fact, { hint });
}

async function listLogins(services: Services): Promise<Map<string, string>> {
  const profiles = await services.profiles.list();
  const users = profiles.flatMap((profile): [string, string][] => {
    const user = registryUser(profile) ?? profile.iamUser ?? profile.instance;
    return user === undefined ? [] : [[profile.registry, user]];
  });
  return new Map(users);
}

/** Not a copy: reading all of a world opens its streams. */
function withoutProfileInUse(world: World): World {
  const kept = Object.entries(world.env).filter(([name]) => !OF_PROFILE_IN_USE.test(name));
  return Object.create(world, { env: { value: Object.fromEntries(kept), enumerable: true } }) as World;
}

async function withServices<T>(
  world: World,
  options: Invocation['options'],
  work: (services: Services) => Promise<T>,
): Promise<T> {
  const invocation: Invocation = { command: '', options: { ...options, input: false }, output: undefined };
  const context = composeContext(world, invocation);
  try {
    return await work(await context.services());
  } finally {
    await context.close();
  }
}
