import { requireCredential } from '../../auth/chain.ts';
import type { RegistryLogin } from '../../auth/credential.ts';
import { findStoredLogin } from '../../auth/stored-login.ts';
import { SwrctlError } from '../../base/errors.ts';
import type { InstancePlace } from '../../model/instance.ts';
import { shellWord } from '../../model/shell-word.ts';
import { fetchInstanceLogin } from '../../swr/enterprise/temporary-login.ts';
import type { Services } from '../../app/services.ts';
import type { SecretLogins } from './secret-logins.ts';
import type { SecretType } from './secret-types.ts';

/** The login of an instance for a secret, and how long it works. */
export interface InstanceSecretLogin extends SecretLogins {
  readonly type: SecretType;
}

/**
 * The login for the registry of an instance: the long-term credential that `swrctl login` made, else a temporary one that
 * is asked for here and now. What follows from an access key is none of an instance's.
 *
 * @param wanted undefined: whichever of both there is.
 * @throws {SwrctlError} AUTH_REQUIRED without the one that is wanted; what the service says.
 */
export async function instanceLogins(
  services: Services,
  place: InstancePlace,
  wanted: SecretType | undefined,
): Promise<InstanceSecretLogin> {
  const lasting = wanted === 'temporary' ? undefined : await lastingLogin(services, place, wanted);
  if (lasting !== undefined) return { type: 'long-term', logins: new Map([[place.host, lasting]]) };
  if (wanted === 'long-term') {
    throw new SwrctlError('AUTH_REQUIRED', `There is no long-term credential for ${place.host}`, {
      hint: `Make one: swrctl login --instance ${shellWord(place.name)} --long-term NAME, or add --type temporary`,
    });
  }
  requireCredential(await services.findCredential());
  const { username, password, expiresAt } = await fetchInstanceLogin(await services.swr(), place);
  return { type: 'temporary', logins: new Map([[place.host, { username, password }]]), expiresAt };
}

/**
 * A login that is kept for the host and has no end: the one that login made, or one that somebody gave. The latter counts
 * where nothing better can be made, since it may be a temporary one all the same.
 */
async function lastingLogin(
  services: Services,
  { host }: InstancePlace,
  wanted: SecretType | undefined,
): Promise<Extract<RegistryLogin, { kind: 'password' }> | undefined> {
  const profile = await services.profiles.forHost(host);
  const isMade = profile?.instanceCredential !== undefined;
  const canAsk = (await services.findCredential()).credential !== undefined;
  const hasEnd = profile?.loginExpiresAt !== undefined;
  if (!isMade && (hasEnd || (wanted === undefined && canAsk))) return undefined;
  const login = (await findStoredLogin(services, host))?.login;
  return login?.kind === 'password' ? login : undefined;
}
