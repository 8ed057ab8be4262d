import { Command } from 'commander';
import type { Context } from '../../../app/world.ts';
import { examples } from '../../help/layout.ts';
import { withOutputOptions } from '../../options/output-options.ts';
import { ALLOW_FIELDS } from '../view.ts';

export const allowList = (context: Context): Command =>
  withOutputOptions(
    new Command('list')
      .alias('ls')
      .description('List the addresses that are let in over the internet')
      .addHelpText('after', examples('swrctl network allow list', 'swrctl network allow list -o json')),
    ALLOW_FIELDS,
  ).action(async () => {
    const { runAllowList } = await import('./list-run.ts');
    await runAllowList(context);
  });
