import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { PROFILE_FIELDS } from './view.ts';

export const authList = (context: Context): Command =>
  withOutputOptions(
    new Command('list')
      .alias('ls')
      .description('List the profiles')
      .addHelpText('after', examples('swrctl auth list', 'swrctl auth list --json=name,region,active')),
    PROFILE_FIELDS,
  ).action(async () => {
    const { runAuthList } = await import('./list-run.ts');
    await runAuthList(context);
  });
