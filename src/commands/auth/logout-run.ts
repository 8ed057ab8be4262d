import { environmentKey } from '../../auth/chain.ts';
import type { Profile } from '../../auth/profile.ts';
import { SwrctlError, hasCode } from '../../base/errors.ts';
import { posixQuote } from '../../model/shell-word.ts';
import { maskUser } from '../../registry/login.ts';
import type { Context } from '../../app/world.ts';
import { registryAddress } from '../../app/settings/parse.ts';
import type { Services } from '../../app/services.ts';
import { secretOf, secretsLeft, type LeftSecret } from './left-secret.ts';
import { takeBack } from './store-login.ts';
import { registryUser } from '../../app/account/registry-user.ts';

/** `swrctl logout`: of one registry, or of the profile in use. Nothing to remove is no failure. */
export async function runLogout(context: Context, host: string | undefined): Promise<void> {
  const { note, warn } = context.output();
  const services = await context.services();
  const { removed, left } = await (host === undefined ? logOutOfProfile(services) : logOutOfHost(services, host));
  for (const text of removed) note(text);
  for (const text of await stillKept(services, host)) warn(text);
  const { source } = environmentKey(context.world.env);
  if (source !== '') warn(`${source} still log in: unset them to be logged out`);
  const [first, ...others] = left;
  if (first === undefined) return;
  throw secretsLeft([first, ...others], `swrctl logout ${host ?? `--profile ${first.profile.name}`}`);
}

/** Podman's own files are read and never written. */
async function stillKept({ containersAuth, endpoints }: Services, host = endpoints.registry): Promise<string[]> {
  if (host === undefined) return [];
  try {
    const entries = await containersAuth.entries(registryAddress(host, 'HOST').host);
    return entries.map(
      ({ key, path }) =>
        `${path} has a login to ${key}; run: podman logout --authfile ${posixQuote(path)} ${posixQuote(key)}`,
    );
  } catch (error) {
    if (hasCode(error, 'CONFIG_INVALID', 'DISK')) return [error.message]; // it was not needed
    throw error;
  }
}

/** What was removed, a line each, and what was not. */
export interface Forgotten {
  readonly removed: readonly string[];
  readonly left: readonly LeftSecret[];
}

async function logOutOfHost(services: Services, text: string): Promise<Forgotten> {
  const { host } = registryAddress(text, 'HOST');
  const owners = (await services.profiles.list()).filter(({ registry }) => registry === host);
  const secrets = await Promise.all(owners.map((profile) => forgetSecret(services, profile)));
  const written = [...(await takeBack(services, host)), ...(await eraseLogin(services, host))];
  await services.profiles.setHttp(host, false);
  return orNothing(merge({ removed: written, left: [] }, ...secrets), `There was no login to ${host}`);
}

async function logOutOfProfile(services: Services): Promise<Forgotten> {
  const { profile, endpoints } = services;
  if (profile !== undefined) {
    return orNothing(await forgetLogin(services, profile), `Profile "${profile.name}" was not logged in`);
  }
  if (endpoints.registry !== undefined) return logOutOfHost(services, endpoints.registry);
  throw new SwrctlError('USAGE', 'There is no active profile, so it is not clear which login is meant', {
    hint: 'Name the registry: swrctl logout HOST',
  });
}

const merge = (...all: readonly Forgotten[]): Forgotten => ({
  removed: all.flatMap(({ removed }) => removed),
  left: all.flatMap(({ left }) => left),
});

const orNothing = (found: Forgotten, note: string): Forgotten =>
  found.removed.length + found.left.length > 0 ? found : { removed: [note], left: [] };

/**
 * Removes the registry login and the saved SK of a profile. A login of somebody else to the same registry stays, and so
 * does a secret in a keychain that cannot be used.
 */
export async function forgetLogin(services: Services, profile: Profile): Promise<Forgotten> {
  const written = await takeBack(services, profile.registry, profile.name);
  const user = registryUser(profile);
  const found = await services.dockerConfig.get(profile.registry);
  const username = found?.login.kind === 'password' ? found.login.username : undefined;
  const isOwn = username !== undefined && (user === undefined || username === user);
  const erased = isOwn ? await eraseLogin(services, profile.registry) : [];
  const secret = await forgetSecret(services, profile);
  const stays = `The login to ${profile.registry} stays: it is the one of ${maskUser(username ?? '')}`;
  const others = username === undefined || isOwn ? [] : [stays];
  return merge({ removed: [...erased, ...others, ...written], left: [] }, secret);
}

async function eraseLogin({ dockerConfig }: Services, host: string): Promise<string[]> {
  const found = await dockerConfig.get(host);
  const { file } = await dockerConfig.erase(host);
  if (found === undefined && !file) return [];
  return [`Removed the login to ${host} from ${found?.source ?? dockerConfig.path}`];
}

async function forgetSecret({ profiles }: Services, profile: Profile): Promise<Forgotten> {
  const { name, secretPlace = 'file' } = profile;
  const { secretKey, token, problem } = await profiles.credentialOf(profile);
  await profiles.secrets.file.erase(name);
  if (problem !== undefined) return { removed: [], left: [{ profile, reason: problem }] };
  if (secretPlace === 'keychain') {
    const failure = await profiles.secrets.keychain.erase(name).then(() => undefined, keychainProblem);
    if (failure !== undefined) return { removed: [], left: [{ profile, reason: failure }] };
    // From now on nobody has to ask the keychain to know that there is nothing.
    await profiles.update(name, (current) => ({ ...(current ?? profile), secretPlace: undefined }));
  }
  if (secretKey === undefined && token === undefined) return { removed: [], left: [] };
  const note = `Removed the ${secretOf(profile)} of profile "${name}" from ${profiles.secrets[secretPlace].place}`;
  return { removed: [note], left: [] };
}

function keychainProblem(error: unknown): string {
  if (hasCode(error, 'KEYCHAIN_FAILED')) return error.message;
  throw error;
}
