import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { CONFIG_FIELDS } from './keys.ts';

export const configList = (context: Context): Command =>
  withOutputOptions(
    new Command('list')
      .alias('ls')
      .description('List what the profile in use fills in')
      .addHelpText('after', examples('swrctl config list', 'swrctl config list --profile work --json')),
    CONFIG_FIELDS,
  ).action(async () => {
    const { runConfigList } = await import('./list-run.ts');
    await runConfigList(context);
  });
