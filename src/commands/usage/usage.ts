import { Command, Option } from 'commander';
import type { Context } from '../../app/world.ts';
import { forFlag, wholeNumber } from '../../app/settings/parse.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { HISTORY_FLAGS, INSTANCE_USAGE_FIELDS, METRICS, POINT_FIELDS, TOTAL_FIELDS } from './view.ts';
import type { UsageOptions } from './usage-run.ts';

const DEFAULT_DAYS = 30;

export const usage = (context: Context): Command =>
  withOutputOptions(
    new Command('usage')
      .description(
        'Show storage or download traffic over time, whose unit the service does not document; of an instance, what it holds now',
      )
      .addOption(new Option('--metric <metric>', 'what to show').choices(METRICS).default('storage'))
      .option('--days <count>', 'the latest days', forFlag(wholeNumber(1, 366), '--days'), DEFAULT_DAYS)
      .option('--monthly', 'months instead of days', false)
      .option('--total', 'what there is now, in numbers', false)
      .addHelpText('after', examples('swrctl usage --metric downloads --days 7', 'swrctl usage --total --json=tags')),
    [...POINT_FIELDS, ...TOTAL_FIELDS, ...INSTANCE_USAGE_FIELDS],
  ).action(async (options: Omit<UsageOptions, 'said'>, command: Command) => {
    const said = HISTORY_FLAGS.filter((name) => command.getOptionValueSource(name) === 'cli');
    const { runUsage } = await import('./usage-run.ts');
    await runUsage(context, { ...options, said });
  });
