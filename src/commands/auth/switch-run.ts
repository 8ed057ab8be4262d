import type { Context } from '../../app/world.ts';
import { openProfiles } from '../../app/account/profiles.ts';

/** `swrctl auth switch`. */
export async function runAuthSwitch(context: Context, name: string): Promise<void> {
  const profiles = await openProfiles(context);
  await profiles.setActive(name);
  const { note, warn } = context.output();
  note(`Active profile: ${name} (${(await profiles.get(name))?.registry})`);
  const chosen = (await context.settings()).profile;
  if (chosen !== undefined && chosen !== name) warn(`--profile or SWRCTL_PROFILE says "${chosen}", which comes first`);
}
