import { createKeychain, noKeychain } from '../../auth/keychain.ts';
import { createProfileStore, type ProfileStore } from '../../auth/profile.ts';
import { SwrctlError } from '../../errors.ts';
import type { Context, World } from '../context.ts';

/** The profiles alone: one that is damaged or half set up must not keep anybody from the others. */
export async function openProfiles({ settings, world }: Context): Promise<ProfileStore> {
  return openProfileStore(world, (await settings()).configDir);
}

/** Profiles with the keychain of the operating system, unless the environment keeps us from it. */
export function openProfileStore({ hasKeychain = false, env, platform }: World, dir: string): ProfileStore {
  const isOff = !hasKeychain || env['SWRCTL_KEYCHAIN']?.trim() === 'off';
  return createProfileStore(dir, isOff ? noKeychain('SWRCTL_KEYCHAIN is off') : createKeychain({ dir, platform, env }));
}

export function noSuchProfile(name: string): SwrctlError {
  return new SwrctlError('NOT_FOUND', `There is no profile "${name}"`, { hint: 'List them with: swrctl auth list' });
}
