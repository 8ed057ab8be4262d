import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { openProfiles } from '../../app/account/profiles.ts';
import { PROFILE_FIELDS, PROFILE_VIEW, profileRow } from './view.ts';

export const authList = (context: Context): Command =>
  withOutputOptions(
    new Command('list')
      .alias('ls')
      .description('List the profiles')
      .addHelpText('after', examples('swrctl auth list', 'swrctl auth list --json=name,region,active')),
    PROFILE_FIELDS,
  ).action(() => runAuthList(context));

export async function runAuthList(context: Context): Promise<void> {
  const profiles = await openProfiles(context);
  const active = await profiles.active();
  const rows = (await profiles.list()).map((profile) => profileRow(profile, profile.name === active?.name));
  await context.output().list(rows, PROFILE_VIEW);
}
