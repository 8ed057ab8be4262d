import { Command } from 'commander';
import type { Context } from '../../../app/world.ts';
import { examples } from '../../help/layout.ts';
import { withOutputOptions } from '../../options/output-options.ts';
import { ALLOW_FIELDS } from '../view.ts';
import type { AllowOptions } from './allow-write.ts';

export const allowRemove = (context: Context): Command =>
  withOutputOptions(
    new Command('remove')
      .aliases(['rm', 'delete'])
      .description('Let addresses in no longer')
      .argument('<cidr...>', 'as they are in the list')
      .option('-y, --yes', 'do not ask', false)
      .addHelpText('after', examples('swrctl network allow remove 203.0.113.0/24 --yes')),
    ALLOW_FIELDS,
  ).action(async (ranges: string[], options: AllowOptions) => {
    const { runAllowRemove } = await import('./allow-write.ts');
    await runAllowRemove(context, ranges, options);
  });
