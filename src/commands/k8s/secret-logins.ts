import { requireCredential, type ResolvedCredential } from '../../auth/chain.ts';
import type { PasswordLogin } from '../../auth/credential.ts';
import { findStoredLogin } from '../../auth/stored-login.ts';
import { deriveLogin, parseLoginUser } from '../../auth/login-key.ts';
import { SwrctlError } from '../../base/errors.ts';
import { createSwrClient, type SwrClient } from '../../swr/client.ts';
import { fetchTemporaryLogin } from '../../swr/temporary-login.ts';
import { cloudOfHost } from '../../model/clouds.ts';
import type { World } from '../../app/world.ts';
import type { Services } from '../../app/services.ts';
import type { RegionPlace } from './region-places.ts';

/** Logins for a secret, by registry host, and the end of the one that ends first. */
export interface SecretLogins {
  readonly logins: ReadonlyMap<string, Pick<PasswordLogin, 'username' | 'password'>>;
  readonly expiresAt?: Date | undefined;
}

/**
 * Logins that work as long as the access key: made from it, or the ones that `swrctl login` left in the file of docker or podman.
 * Nothing is asked over the network but the metadata service of an ECS, whose key is temporary and makes none.
 *
 * @throws {SwrctlError} AUTH_REQUIRED when there is neither.
 */
export async function longTermLogins(services: Services, places: readonly RegionPlace[]): Promise<SecretLogins> {
  const found = await services.findCredential();
  const { credential } = found;
  const isTemporary = credential?.kind === 'access-key' && credential.securityToken !== undefined;
  // The agency comes last, after what is saved; a temporary key that somebody gave comes first, and is a mistake here.
  const isGiven = services.credential.credential !== undefined;
  if (isTemporary && isGiven) throw noLongTerm('A temporary access key makes no long-term login');
  const entries = places.map(async ({ registry, project }) => {
    const derived = credential?.kind === 'access-key' && !isTemporary ? deriveLogin(project, credential) : undefined;
    return [registry, derived ?? (await storedLogin(services, registry, found))] as const;
  });
  return { logins: new Map(await Promise.all(entries)) };
}

/** Only the login that was made from the profile's own access key is known to be a long-term one. */
async function storedLogin(services: Services, registry: string, found: ResolvedCredential): Promise<PasswordLogin> {
  const { profile } = services;
  const login = (await findStoredLogin(services, registry))?.login;
  if (login?.kind === 'password' && profile?.accessKey !== undefined) {
    if (parseLoginUser(login.username)?.accessKey === profile.accessKey) return login;
  }
  if (requireCredential(found).kind === 'access-key') {
    throw noLongTerm(
      `The access key of ${found.source ?? 'this machine'} is temporary, so it makes no long-term login`,
    );
  }
  throw noLongTerm(`There is no long-term login for ${registry}`);
}

const noLongTerm = (fact: string): SwrctlError =>
  new SwrctlError('AUTH_REQUIRED', fact, {
    hint: 'Add --type temporary, or give a permanent access key: SWRCTL_AK and SWRCTL_SK',
  });

/** Logins of some hours, asked from the service of each region. @throws {SwrctlError} AUTH_REQUIRED, AUTH_DENIED … */
export async function temporaryLogins(
  services: Services,
  places: readonly RegionPlace[],
  world: World,
  seconds: number | undefined,
): Promise<SecretLogins> {
  checkClouds(places);
  const found = await Promise.all(
    places.map(async (place) => {
      const { registry, project } = place;
      const request = { registry, project, kind: 'temporary', seconds } as const;
      return { registry, ...(await fetchTemporaryLogin(await clientFor(services, place, world), request)) };
    }),
  );
  const ends = found.flatMap(({ expiresAt }) => expiresAt?.getTime() ?? []);
  const logins = new Map(found.map(({ registry, username, password }) => [registry, { username, password }]));
  return { logins, ...(ends.length > 0 ? { expiresAt: new Date(Math.min(...ends)) } : {}) };
}

/** One credential is of one cloud: which of them would be for others to guess. @throws {SwrctlError} USAGE */
function checkClouds(places: readonly RegionPlace[]): void {
  const clouds = [...new Set(places.flatMap(({ registry }) => cloudOfHost(registry) ?? []))];
  if (clouds.length < 2) return;
  throw new SwrctlError('USAGE', `The regions are of several clouds: ${clouds.join(', ')}`, {
    hint: 'Run it once for each cloud, with the credential of that cloud',
  });
}

async function clientFor(services: Services, place: RegionPlace, world: World): Promise<SwrClient> {
  if (place.isOwn || place.endpoint === undefined) return services.swr();
  return createSwrClient({
    http: services.registry(place.registry).http,
    endpoint: place.endpoint,
    cloud: services.settings.cloud,
    credential: requireCredential(await services.findCredential()),
    signal: world.signal,
  });
}
