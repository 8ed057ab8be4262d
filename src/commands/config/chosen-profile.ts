import { openProfiles, requireProfile } from '../../app/account/profiles.ts';
import type { Context } from '../../app/world.ts';
import type { Profile, ProfileStore } from '../../auth/profile.ts';
import { SwrctlError } from '../../base/errors.ts';

/** The profile of `--profile`, else the active one. @throws {SwrctlError} NOT_FOUND when there is none. */
export async function chosenProfile(
  context: Context,
): Promise<{ readonly profiles: ProfileStore; readonly profile: Profile }> {
  const profiles = await openProfiles(context);
  const name = (await context.settings()).profile;
  const profile = name === undefined ? await profiles.active() : await requireProfile(profiles, name);
  if (profile !== undefined) return { profiles, profile };
  throw new SwrctlError('NOT_FOUND', 'No profile is in use', {
    hint: 'Make one: swrctl login --region REGION, or choose one: swrctl auth switch NAME',
  });
}
