import type { Context } from '../../app/world.ts';
import { registryAddress } from '../../app/settings/parse.ts';
import type { Services } from '../../app/services.ts';
import type { Profile } from '../../auth/profile.ts';
import { SwrctlError, hasCode } from '../../base/errors.ts';
import { deleteLongTermCredential } from '../../swr/enterprise/credentials.ts';

/**
 * Removes the long-term credential that login made in an instance. A temporary one lives until its end, whatever is done.
 *
 * @throws {SwrctlError} USAGE where the login is none of an instance.
 */
export async function revokeCredential(
  { output }: Context,
  services: Services,
  host: string | undefined,
): Promise<void> {
  const profile = await profileAt(services, host);
  const { instance: name, instanceId: id, registry, instanceCredential, loginExpiresAt } = profile ?? {};
  if (profile === undefined || name === undefined || id === undefined || registry === undefined) {
    throw new SwrctlError(
      'USAGE',
      '--revoke is for logins of an instance of the enterprise edition, and this is none',
      {
        hint: 'Leave --revoke out; a login key ends with its access key, in the console under "My Credentials"',
      },
    );
  }
  await services.temporaryLogins.erase(await services.findCredential());
  if (instanceCredential === undefined) {
    const end = loginExpiresAt === undefined ? 'its end' : loginExpiresAt;
    output().note(`The temporary credential of ${name} cannot be taken back: it works until ${end}`);
    return;
  }
  const client = await services.instances.client({ id, name, host: registry });
  try {
    await client.call(deleteLongTermCredential, { credential: instanceCredential });
    output().note(`Removed the credential that login made in ${name}`);
  } catch (error) {
    if (!hasCode(error, 'NOT_FOUND')) throw error;
    output().note(`The credential that login made in ${name} is gone already`);
  }
  await services.profiles.update(profile.name, (current) => ({
    ...(current ?? profile),
    instanceCredential: undefined,
  }));
}

async function profileAt({ profile, profiles }: Services, host: string | undefined): Promise<Profile | undefined> {
  return host === undefined ? profile : profiles.forHost(registryAddress(host, 'HOST').host);
}
