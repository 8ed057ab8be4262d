import { createKeychain, noKeychain } from '../../auth/keychain.ts';
import { isProfileName } from '../../auth/profile-name.ts';
import { createProfileStore, type Profile, type ProfileStore } from '../../auth/profile.ts';
import { SwrctlError } from '../../base/errors.ts';
import { nearest } from '../../model/nearest.ts';
import type { Context, World } from '../world.ts';

/** The profiles alone: one that is damaged or half set up must not keep anybody from the others. */
export async function openProfiles({ settings, world }: Context): Promise<ProfileStore> {
  return openProfileStore(world, (await settings()).configDir);
}

/** Profiles with the keychain of the operating system, unless the environment keeps us from it. */
export function openProfileStore({ hasKeychain = false, env, platform }: World, dir: string): ProfileStore {
  const isOff = !hasKeychain || env['SWRCTL_KEYCHAIN']?.trim() === 'off';
  return createProfileStore(dir, isOff ? noKeychain('SWRCTL_KEYCHAIN is off') : createKeychain({ dir, platform, env }));
}

/** The profile that somebody named for this run. @throws {SwrctlError} USAGE with the names that there are. */
export async function requireProfile(profiles: ProfileStore, name: string): Promise<Profile | undefined> {
  await checkProfileName(profiles, name);
  return profiles.get(name);
}

/** The same without reading it: a damaged one is there, too. */
export async function checkProfileName(profiles: ProfileStore, name: string): Promise<void> {
  const names = await profiles.names();
  if (names.includes(name)) return;
  const [near] = nearest(name, names);
  const guess = near === undefined ? '' : `Did you mean --profile ${near}? `;
  const others = names.length > 0 ? `There are: ${names.join(', ')}` : 'There are none yet';
  const make = isProfileName(name) ? `; make it with: swrctl login --profile ${name}` : '';
  throw new SwrctlError('USAGE', `There is no profile "${name}"`, { hint: `${guess}${others}${make}` });
}

export function noSuchProfile(name: string): SwrctlError {
  return new SwrctlError('NOT_FOUND', `There is no profile "${name}"`, { hint: 'List them with: swrctl auth list' });
}
