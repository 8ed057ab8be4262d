import { requireCredential, type ResolvedCredential } from '../../auth/chain.ts';
import type { ContainersAuth } from '../../auth/containers-auth.ts';
import type { AccessKey, PasswordLogin } from '../../auth/credential.ts';
import type { DockerConfig, FoundLogin } from '../../auth/docker-config.ts';
import type { TemporaryLogin } from '../../auth/login-cache.ts';
import { deriveLogin } from '../../auth/login-key.ts';
import type { Profile, ProfileStore } from '../../auth/profile.ts';
import type { Endpoints } from '../settings/settings.ts';
import { isInstanceHost, type InstancePlace } from '../../model/instance.ts';
import { placeOfRegistry } from '../../model/clouds.ts';
import { remember } from '../../model/remember.ts';
import type { HostLogin } from '../../registry/login.ts';

export interface LoginFinderOptions {
  readonly endpoints: Endpoints;
  readonly profile: Profile | undefined;
  readonly profiles: Pick<ProfileStore, 'forHost' | 'credentialOf'>;
  /** May throw; asked for the profile's own registry only. */
  readonly findCredential: () => Promise<ResolvedCredential>;
  /** The instance in use, which gets a credential of its own and never what follows from a key. */
  readonly instance: InstancePlace | undefined;
  /** The registry of the shared edition beside that instance, which gets its own login as ever. */
  readonly shared: Endpoints | undefined;
  /** A temporary login of the profile's own registry, renewed before its end. */
  readonly temporaryLogin: (found: ResolvedCredential, place?: InstancePlace) => Promise<TemporaryLogin>;
  /** The instance whose registry a host is, as far as it is known. */
  readonly instanceOf: (host: string) => Promise<InstancePlace | undefined>;
  readonly dockerConfig: Pick<DockerConfig, 'get'>;
  readonly containersAuth: Pick<ContainersAuth, 'get'>;
  readonly now: () => Date;
}

export interface LoginFinder {
  /** The login that an origin gets, or one repository there; `host` is how the user named it. */
  readonly find: (origin: string, host: string, repository?: string) => Promise<HostLogin | undefined>;
  /**
   * The login of the registry in use as others may have it: a temporary one if the profile says so.
   *
   * @throws {SwrctlError} AUTH_REQUIRED when there is nothing to make one from.
   */
  readonly own: () => Promise<HostLogin>;
}

/**
 * Decides which login an origin gets. What comes from an access key or a profile goes to that profile's registry only
 * (same scheme, host and port); every other host gets what the docker config has for exactly that host, else what podman
 * has for the repository or the host, else nothing.
 * Source: docs/reference/contract.md#where-credentials-go.
 */
export function createLoginFinder(options: LoginFinderOptions): LoginFinder {
  const { endpoints, findCredential, dockerConfig, containersAuth } = options;
  // Keys of a docker config are for whole hosts: its helper is asked once, however many repositories there are.
  const kept = remember(dockerConfig.get);
  return {
    find: async (origin, host, repository) => {
      const isOwn = isRegistryOf(origin, endpoints);
      const stored = async () => {
        const found = (await kept(host)) ?? (await containersAuth.get(host, repository));
        return found && storedLogin(options, host, isOwn, found);
      };
      if (isOwn && options.instance !== undefined) return instanceLogin(options, await stored());
      const own = isOwn && !(await isOfInstance(options, host)) ? await loginOfKey(options, stored) : undefined;
      const beside = own ?? (await loginBeside(options, origin));
      return beside ?? (await stored()) ?? (await otherProfile(options, origin, host)) ?? otherInstance(options, host);
    },
    own: async () => {
      if (options.instance !== undefined) return ownInstanceLogin(options, options.instance.host);
      const found = await findCredential();
      requireCredential(found);
      if (endpoints.registry !== undefined && (await isOfInstance(options, endpoints.registry))) {
        return (await otherInstance(options, endpoints.registry)) ?? notMade(found);
      }
      const login = await madeLogin(options, found, options.profile?.temporary !== undefined);
      return login ?? notMade(found);
    },
  };
}

/** Whether this is the registry of an instance, though none is in use: no login that follows from a key goes there. */
const isOfInstance = async ({ instanceOf }: LoginFinderOptions, host: string): Promise<boolean> =>
  isInstanceHost(host) || (await instanceOf(host)) !== undefined;

/** The login that was stored for an instance while it is good; else one that the service makes, where a key can ask. */
async function instanceLogin(
  { findCredential, temporaryLogin }: LoginFinderOptions,
  stored: HostLogin | undefined,
): Promise<HostLogin | undefined> {
  if (stored !== undefined && stored.endedAt === undefined) return stored;
  const found = await findCredential();
  if (found.credential === undefined) return stored;
  return hostLogin(await temporaryLogin(found), found.source ?? '');
}

/** For other programs: the long-term credential that login wrote, where it made one, else a temporary one. */
async function ownInstanceLogin(options: LoginFinderOptions, host: string): Promise<HostLogin> {
  const { profile, dockerConfig, findCredential, temporaryLogin } = options;
  const isLasting = profile?.instanceCredential !== undefined && profile.registry === host;
  const found = isLasting ? await dockerConfig.get(host) : undefined;
  if (found !== undefined) return storedLogin(options, host, true, found);
  const resolved = await findCredential();
  requireCredential(resolved);
  return hostLogin(await temporaryLogin(resolved), resolved.source ?? '');
}

/** The login key for the shared edition's registry while an instance is in use. */
async function loginBeside(options: LoginFinderOptions, origin: string): Promise<HostLogin | undefined> {
  const { shared, findCredential } = options;
  if (shared?.project === undefined || !isRegistryOf(origin, shared)) return undefined;
  if (await isOfInstance(options, shared.registry ?? '')) return undefined;
  const found = await findCredential();
  const key = keyOf(found);
  return key === undefined ? undefined : hostLogin(deriveLogin(shared.project, key), found.source ?? '');
}

/** An instance that is not in use, too, gets a credential of its own, where the account that calls has one. */
async function otherInstance(
  { instanceOf, findCredential, temporaryLogin }: LoginFinderOptions,
  host: string,
): Promise<HostLogin | undefined> {
  // Without a credential nobody is asked which instances there are: this one may let everybody in.
  if (isInstanceHost(host) && (await findCredential()).credential === undefined) return undefined;
  const place = await instanceOf(host);
  const found = place === undefined ? undefined : await findCredential();
  if (place === undefined || found?.credential === undefined) return undefined;
  return hostLogin(await temporaryLogin(found, place), found.source ?? '');
}

/** What follows from the key; until its end the temporary login that somebody asked for with this very key. */
async function loginOfKey(
  options: LoginFinderOptions,
  stored: () => Promise<HostLogin | undefined>,
): Promise<HostLogin | undefined> {
  const { profile, findCredential } = options;
  const found = await findCredential();
  const made = await madeLogin(options, found, false);
  const isAskedFor = profile?.temporary !== undefined && keyOf(found)?.accessKey === profile.accessKey;
  const asked = isAskedFor && made !== undefined ? await stored() : undefined;
  if (made === undefined || asked === undefined || asked.endedAt !== undefined) return made;
  return { ...asked, instead: () => Promise.resolve(made) };
}

const keyOf = ({ credential }: ResolvedCredential): AccessKey | undefined =>
  credential?.kind === 'access-key' ? credential : undefined;

function notMade(found: ResolvedCredential): never {
  requireCredential({ ignored: found.ignored });
  throw new TypeError('a credential without a project'); // endpointsOf gives one with every registry
}

/** Whether plain HTTP may carry it, where no scheme was given, is for the registry to decide (`isAnonymousOnly`). */
function isRegistryOf(
  origin: string,
  { registry, registryScheme }: Pick<Endpoints, 'registry' | 'registryScheme'>,
): boolean {
  const url = new URL(origin);
  if (registry === undefined || url.host !== new URL(`${url.protocol}//${registry}`).host) return false;
  return registryScheme === undefined || url.protocol === `${registryScheme}:`;
}

/**
 * An access key makes its login by itself; an IAM token has to ask for one. So has a temporary key where the registry
 * does not take the login that follows from it: no source says whether it does.
 */
async function madeLogin(
  { endpoints, temporaryLogin }: LoginFinderOptions,
  found: ResolvedCredential,
  isTemporary: boolean,
): Promise<HostLogin | undefined> {
  const { credential: key, source = '' } = found;
  if (key === undefined || endpoints.project === undefined) return undefined;
  const canAsk = endpoints.endpoint !== undefined;
  if (key.kind === 'iam-token' && !canAsk) return undefined;
  const ask = async (): Promise<HostLogin> => hostLogin(await temporaryLogin(found), source);
  if (key.kind === 'iam-token' || isTemporary) return ask();
  const derived = hostLogin(deriveLogin(endpoints.project, key), source);
  return key.securityToken !== undefined && canAsk ? { ...derived, instead: ask } : derived;
}

const hostLogin = (
  { username, password }: Pick<PasswordLogin, 'username' | 'password'>,
  source: string,
): HostLogin => ({
  username,
  password,
  source,
  sameOriginOnly: true,
});

async function storedLogin(
  { profile, profiles, now }: LoginFinderOptions,
  host: string,
  isOwn: boolean,
  { login, source }: FoundLogin,
): Promise<HostLogin> {
  const end = isOwn ? profile?.loginExpiresAt : undefined;
  const isOver = end !== undefined && new Date(end) <= now();
  // Whichever profile is in use: the login of any profile's registry stays there.
  const isSwrHost = placeOfRegistry(host) !== undefined || isInstanceHost(host);
  const sameOriginOnly = isOwn || isSwrHost || (await profiles.forHost(host)) !== undefined;
  const common = { source, sameOriginOnly, ...(isOver ? { endedAt: end } : {}) };
  return login.kind === 'password'
    ? { ...common, username: login.username, password: login.password }
    : { ...common, username: '<token>', password: '', identityToken: login.identityToken };
}

const isShared = ({ instance, registry }: Profile): boolean => instance === undefined && !isInstanceHost(registry);

/** A profile that is not in use still logs in to its own registry. */
async function otherProfile(
  { profiles, profile }: LoginFinderOptions,
  origin: string,
  host: string,
): Promise<HostLogin | undefined> {
  const other = await profiles.forHost(host);
  const project = other?.project ?? other?.region;
  if (other === undefined || project === undefined || other.name === profile?.name) return undefined;
  if (!isShared(other)) return undefined; // no key makes the login of an instance
  if (!isRegistryOf(origin, other)) return undefined;
  const { accessKey, secretKey } = await profiles.credentialOf(other);
  if (accessKey === undefined || secretKey === undefined) return undefined;
  return hostLogin(deriveLogin(project, { accessKey, secretKey }), `profile "${other.name}"`);
}
