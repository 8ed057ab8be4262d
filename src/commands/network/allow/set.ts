import { Command } from 'commander';
import type { Context } from '../../../app/world.ts';
import { examples } from '../../help/layout.ts';
import { withOutputOptions } from '../../options/output-options.ts';
import { ALLOW_FIELDS } from '../view.ts';
import type { AllowOptions } from './allow-write.ts';

export const allowSet = (context: Context): Command =>
  withOutputOptions(
    new Command('set')
      .aliases(['update', 'edit'])
      .description('Let in these addresses over the internet, and no others')
      .argument('<cidr[=text]...>', 'all that are to be in the list; a text that is not said stays')
      .option('-y, --yes', 'do not ask before ranges go; let everybody in, where the list says so', false)
      .addHelpText('after', examples('swrctl network allow set 203.0.113.0/24=office 198.51.100.7=runner')),
    ALLOW_FIELDS,
  ).action(async (ranges: string[], options: AllowOptions) => {
    const { runAllowSet } = await import('./allow-write.ts');
    await runAllowSet(context, ranges, options);
  });
