import type { ProfileStore } from '../../auth/profile.ts';
import { SwrctlError } from '../../errors.ts';
import type { Context } from '../context.ts';

/** The profiles alone: one that is damaged or half set up must not keep anybody from the others. */
export async function openProfiles({ settings }: Context): Promise<ProfileStore> {
  const { createProfileStore } = await import('../../auth/profile.ts');
  return createProfileStore((await settings()).configDir);
}

export function noSuchProfile(name: string): SwrctlError {
  return new SwrctlError('NOT_FOUND', `There is no profile "${name}"`, { hint: 'List them with: swrctl auth list' });
}
