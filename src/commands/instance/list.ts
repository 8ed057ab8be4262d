import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { forFlag, wholeNumber } from '../../app/settings/parse.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import type { InstanceListOptions } from './list-run.ts';
import { INSTANCE_FIELDS } from './view.ts';

export const instanceList = (context: Context): Command =>
  withOutputOptions(
    new Command('list')
      .alias('ls')
      .description('List the instances of the project')
      .option('-L, --limit <count>', 'stop after this many', forFlag(wholeNumber(1), '--limit'))
      .addHelpText('after', examples('swrctl instance list', 'swrctl instance list --json=name,host,status')),
    INSTANCE_FIELDS,
  ).action(async (options: InstanceListOptions) => {
    const { runInstanceList } = await import('./list-run.ts');
    await runInstanceList(context, options);
  });
