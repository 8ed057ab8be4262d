import type { Profile } from '../../auth/profile.ts';
import { regionWarning } from '../../app/settings/regions.ts';
import { SETTINGS } from '../../app/settings/settings-table.ts';
import { cloudOf } from '../../app/settings/settings.ts';
import type { Context } from '../../app/world.ts';
import { SwrctlError } from '../../base/errors.ts';
import { chosenProfile } from './chosen-profile.ts';
import type { ConfigKey, ConfigValue } from './keys.ts';
import { instanceChange, tellInstance } from './instance-value.ts';
import { withValue } from './with-value.ts';

/** Changes one value of the profile in use, and says from what to what. `value` undefined takes it out. */
export async function writeConfig(context: Context, key: ConfigKey, value: ConfigValue): Promise<void> {
  if (key === 'region' && value === undefined) {
    throw new SwrctlError('USAGE', 'A profile is for one region, so it cannot be taken out', {
      hint: 'Choose another one: swrctl config set region REGION',
    });
  }
  const { profiles, profile } = await chosenProfile(context);
  const change = key === 'instance' ? await instanceChange(context, value) : valueChange(key, value);
  const after = await profiles.update(profile.name, (current) => change(current ?? profile));
  const { note, warn } = context.output();
  note(`${key} of profile "${profile.name}": ${changeWords(profile[key], value)}`);
  if (key === 'region') tellRegion(context, profile, after);
  if (key === 'instance') tellInstance(context, profile, after);
  if (key === 'output') return;
  const { variable } = SETTINGS[key];
  if (context.world.env[variable]?.trim()) warn(`${variable} is set in this shell and comes first`);
}

const valueChange =
  (key: ConfigKey, value: ConfigValue) =>
  (profile: Profile): Profile =>
    withValue(profile, key, value);

const changeWords = (before: ConfigValue, after: ConfigValue): string =>
  before === after ? 'unchanged' : `${before ?? 'not set'} → ${after ?? 'not set'}`;

/** What went with the region, and what does not work there yet. */
function tellRegion(context: Context, before: Profile, after: Profile): void {
  const { note, warn } = context.output();
  const unknown = regionWarning(after.region ?? '', cloudOf(after));
  if (unknown !== undefined) warn(unknown);
  for (const key of ['registry', 'project'] as const) {
    if (before[key] !== after[key]) note(`${key}: ${changeWords(before[key], after[key])}`);
  }
  if (before.registry === after.registry) return;
  const forWhom = after.secretPlace === undefined ? 'There is no login to it yet' : 'docker has no login to it yet';
  note(`${forWhom}; make it with: swrctl login --region ${after.region ?? ''} --profile ${after.name}`);
}
