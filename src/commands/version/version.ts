import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';

export const version = (context: Context): Command =>
  withOutputOptions(
    new Command('version')
      .description('Show the version of swrctl and the platform it runs on')
      .addHelpText('after', examples('swrctl version', 'swrctl version -o name')),
    ['version', 'platform', 'arch'],
  ).action(async () => {
    const { runVersion } = await import('./version-run.ts');
    await runVersion(context);
  });
