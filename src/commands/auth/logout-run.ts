import { environmentKey } from '../../auth/chain.ts';
import type { Profile } from '../../auth/profile.ts';
import { SwrctlError } from '../../errors.ts';
import { maskUser } from '../../registry/login.ts';
import type { Context } from '../context.ts';
import { registryAddress } from '../flags.ts';
import type { Services } from '../services.ts';
import { takeBack } from './store-login.ts';
import { registryUser } from './view.ts';

/** `swrctl logout`: of one registry, or of the profile in use. Nothing to remove is no failure. */
export async function runLogout(context: Context, host: string | undefined): Promise<void> {
  const { note, warn } = context.output();
  const services = await context.services();
  const removed = await (host === undefined ? logOutOfProfile(services) : logOutOfHost(services, host));
  for (const text of removed) note(text);
  const { source } = environmentKey(context.world.env);
  if (source !== '') warn(`${source} still log in: unset them to be logged out`);
}

async function logOutOfHost(services: Services, text: string): Promise<string[]> {
  const { host } = registryAddress(text, 'HOST');
  const owners = (await services.profiles.list()).filter(({ registry }) => registry === host);
  const secrets = await Promise.all(owners.map((profile) => forgetSecret(services, profile)));
  const removed = [...(await takeBack(services, host)), ...(await eraseLogin(services, host)), ...secrets.flat()];
  return removed.length > 0 ? removed : [`There was no login to ${host}`];
}

async function logOutOfProfile(services: Services): Promise<string[]> {
  const { profile, endpoints } = services;
  if (profile !== undefined) {
    const removed = await forgetLogin(services, profile);
    return removed.length > 0 ? removed : [`Profile "${profile.name}" was not logged in`];
  }
  if (endpoints.registry !== undefined) return logOutOfHost(services, endpoints.registry);
  throw new SwrctlError('USAGE', 'There is no active profile, so it is not clear which login is meant', {
    hint: 'Name the registry: swrctl logout HOST',
  });
}

/**
 * Removes the registry login and the saved SK of a profile. A login of somebody else to the same registry stays.
 *
 * @returns what was removed, a line each.
 */
export async function forgetLogin(services: Services, profile: Profile): Promise<string[]> {
  const written = await takeBack(services, profile.registry, profile.name);
  const secret = [...written, ...(await forgetSecret(services, profile))];
  const user = registryUser(profile);
  const found = await services.dockerConfig.get(profile.registry);
  if (found?.login.kind !== 'password') return secret;
  const { username } = found.login;
  if (user === undefined || username === user) return [...(await eraseLogin(services, profile.registry)), ...secret];
  return [`The login to ${profile.registry} stays: it is the one of ${maskUser(username)}`, ...secret];
}

async function eraseLogin({ dockerConfig }: Services, host: string): Promise<string[]> {
  const found = await dockerConfig.get(host);
  const { file } = await dockerConfig.erase(host);
  if (found === undefined && !file) return [];
  return [`Removed the login to ${host} from ${found?.source ?? dockerConfig.path}`];
}

async function forgetSecret({ profiles }: Services, profile: Profile): Promise<string[]> {
  const { name, secretPlace = 'file' } = profile;
  const { secretKey, token } = await profiles.credentialOf(profile);
  await profiles.secrets.file.erase(name);
  if (secretPlace === 'keychain') await profiles.secrets.keychain.erase(name);
  const what = token === undefined ? 'secret key' : 'IAM token';
  if (secretKey === undefined && token === undefined) return [];
  return [`Removed the ${what} of profile "${name}" from ${profiles.secrets[secretPlace].place}`];
}
