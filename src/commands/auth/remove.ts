import { Command } from 'commander';
import type { Profile } from '../../auth/profile.ts';
import { hasCode } from '../../errors.ts';
import { confirmRemoval } from '../confirm.ts';
import type { Context } from '../context.ts';
import { examples } from '../help/layout.ts';
import { noSuchProfile, openProfiles } from './profiles.ts';

export interface AuthRemoveOptions {
  readonly name: string;
  /** True: do not ask. */
  readonly yes: boolean;
}

export const authRemove = (context: Context): Command =>
  new Command('remove')
    .aliases(['rm', 'delete'])
    .description('Remove a profile, its login to the registry and its saved secret key')
    .argument('<name>', 'profile')
    .option('-y, --yes', 'do not ask', false)
    .addHelpText('after', examples('swrctl auth remove work', 'swrctl auth remove work --yes'))
    .action((name: string, { yes }: { yes: boolean }) => runAuthRemove(context, { name, yes }));

export async function runAuthRemove(context: Context, { name, yes }: AuthRemoveOptions): Promise<void> {
  const { note } = context.output();
  const profiles = await openProfiles(context);
  const profile = await readable(() => profiles.get(name));
  if (profile === undefined) throw noSuchProfile(name);
  await confirmRemoval(context, { what: `profile "${name}"`, isSure: yes });
  if (profile !== 'damaged') {
    const { forgetLogin } = await import('./logout-run.ts');
    for (const text of await forgetLogin(await context.services(), profile)) note(text);
  }
  await profiles.remove(name);
  note(`Removed profile "${name}"`);
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
