import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';

export const syncRegions = (context: Context): Command =>
  withOutputOptions(
    new Command('regions')
      .description('List the regions that images can be copied to')
      .addHelpText('after', examples('swrctl sync regions', 'swrctl sync regions --query "[].region"')),
    ['region'],
  ).action(async () => {
    const { runSyncRegions } = await import('./regions-run.ts');
    await runSyncRegions(context);
  });
