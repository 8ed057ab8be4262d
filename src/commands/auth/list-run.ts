import type { Context } from '../../app/world.ts';
import { openProfiles } from '../../app/account/profiles.ts';
import { PROFILE_VIEW, profileRow } from './view.ts';

/** `swrctl auth list`. */
export async function runAuthList(context: Context): Promise<void> {
  const profiles = await openProfiles(context);
  const active = await profiles.active();
  const rows = (await profiles.list()).map((profile) => profileRow(profile, profile.name === active?.name));
  await context.output().list(rows, PROFILE_VIEW);
}
