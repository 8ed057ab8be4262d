import type { Profile } from '../../auth/profile.ts';
import { hasCode } from '../../base/errors.ts';
import { confirmRemoval } from '../shared/confirm.ts';
import type { Context } from '../../app/world.ts';
import { orphanLeft, type LeftSecret } from './left-secret.ts';
import { noSuchProfile, openProfiles } from '../../app/account/profiles.ts';
import { forgetLogin } from './forget-login.ts';

export interface AuthRemoveOptions {
  readonly name: string;
  /** True: do not ask. */
  readonly yes: boolean;
}

/** `swrctl auth remove`. */
export async function runAuthRemove(context: Context, { name, yes }: AuthRemoveOptions): Promise<void> {
  const { note } = context.output();
  const profiles = await openProfiles(context);
  const profile = await readable(() => profiles.get(name));
  if (profile === undefined) throw noSuchProfile(name);
  await confirmRemoval(context, { what: `profile "${name}"`, isSure: yes });
  const left = profile === 'damaged' ? undefined : await forget(context, profile);
  await profiles.remove(name);
  note(`Removed profile "${name}"`);
  if (left === undefined) return;
  throw orphanLeft(left, await context.settings(), context.world);
}

/** @returns what stays in a keychain that cannot be used. */
async function forget(context: Context, profile: Profile): Promise<LeftSecret | undefined> {
  const { removed, left } = await forgetLogin(await context.services(), profile);
  for (const text of removed) context.output().note(text);
  return left[0];
}

/** Removing it is a way out of a damaged profile. */
async function readable(get: () => Promise<Profile | undefined>): Promise<Profile | 'damaged' | undefined> {
  try {
    return await get();
  } catch (error) {
    if (hasCode(error, 'CONFIG_INVALID')) return 'damaged';
    throw error;
  }
}
