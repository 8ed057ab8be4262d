import { OWN_HELPER, OWN_HELPER_PROGRAM } from '../../auth/docker-config.ts';
import type { Profile } from '../../auth/profile.ts';
import { hasCode } from '../../base/errors.ts';
import { maskUser } from '../../registry/login.ts';
import { registryUser } from '../../app/account/registry-user.ts';
import type { Services } from '../../app/services.ts';
import { secretOf, type LeftSecret } from './left-secret.ts';
import { takeBack } from './store-login.ts';

/** What was removed, a line each, and what was not. */
export interface Forgotten {
  readonly removed: readonly string[];
  readonly left: readonly LeftSecret[];
}

export const merge = (...all: readonly Forgotten[]): Forgotten => ({
  removed: all.flatMap(({ removed }) => removed),
  left: all.flatMap(({ left }) => left),
});

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
  const sent = (await hasOtherProfile(services, profile)) ? [] : await forgetHelper(services, profile.registry);
  return merge({ removed: [...erased, ...others, ...written, ...sent], left: [] }, secret);
}

export async function eraseLogin({ dockerConfig }: Services, host: string): Promise<string[]> {
  const found = await dockerConfig.get(host);
  const { file } = await dockerConfig.erase(host);
  if (found === undefined && !file) return [];
  return [`Removed the login to ${host} from ${found?.source ?? dockerConfig.path}`];
}

/** Takes away the line that sends docker to our helper, which would have no more to say than that it has no secret. */
export async function forgetHelper({ dockerConfig }: Services, host: string): Promise<string[]> {
  if ((await dockerConfig.helperFor(host)) !== OWN_HELPER) return [];
  const { file } = await dockerConfig.setHelper(host, undefined);
  return file ? [`${dockerConfig.path} no longer sends docker to ${OWN_HELPER_PROGRAM} for ${host}`] : [];
}

/** Whether our helper still has a profile to answer from for the same registry. */
async function hasOtherProfile({ profiles }: Services, { name, registry }: Profile): Promise<boolean> {
  return (await profiles.list()).some((other) => other.registry === registry && other.name !== name);
}

/** Forgets the temporary login of the registry in use that was kept between runs. */
export async function forgetTemporary(services: Services): Promise<void> {
  try {
    await services.temporaryLogins.erase(services.credential);
  } catch (error) {
    if (!hasCode(error, 'AUTH_REQUIRED')) throw error; // half a pair made none
  }
}

export async function forgetSecret({ profiles }: Services, profile: Profile): Promise<Forgotten> {
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
