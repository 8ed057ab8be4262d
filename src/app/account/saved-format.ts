import { FORMATS, type Format } from '../../output/format.ts';
import type { Context } from '../world.ts';
import { openProfiles } from './profiles.ts';

/** How the profile in use wants lists and objects to be printed. @throws {SwrctlError} CONFIG_INVALID, DISK, USAGE */
export async function savedFormat(context: Context): Promise<Format | undefined> {
  const { profile: name } = await context.settings();
  const profiles = await openProfiles(context);
  const profile = name === undefined ? await profiles.active() : await profiles.get(name);
  return FORMATS.find((format) => format === profile?.output);
}
