import { chosenProfile } from './chosen-profile.ts';
import { type ConfigKey, withValue } from './keys.ts';
import { SETTINGS } from '../../app/settings/settings-table.ts';
import type { Context } from '../../app/world.ts';

/** Changes one value of the profile in use, and says from what to what. `value` undefined takes it out. */
export async function writeConfig(context: Context, key: ConfigKey, value: string | undefined): Promise<void> {
  const { profiles, profile } = await chosenProfile(context);
  const before = profile[key];
  await profiles.update(profile.name, (current) => withValue(current ?? profile, key, value));
  const { note, warn } = context.output();
  const change = before === value ? 'unchanged' : `${before ?? 'not set'} → ${value ?? 'not set'}`;
  note(`${key} of profile "${profile.name}": ${change}`);
  const { variable } = SETTINGS[key];
  if (context.world.env[variable]?.trim()) warn(`${variable} is set in this shell and comes first`);
}
