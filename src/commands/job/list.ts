import { Command, Option } from 'commander';
import type { Context } from '../../app/world.ts';
import { forFlag, wholeNumber } from '../../app/settings/parse.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import type { JobListOptions } from './list-run.ts';
import { JOB_FIELDS, JOB_STATES } from './view.ts';

export const jobList = (context: Context): Command =>
  withOutputOptions(
    new Command('list')
      .alias('ls')
      .description('List the jobs of the project')
      .addOption(new Option('--status <status>', 'only those in this state').choices(JOB_STATES))
      .option('-L, --limit <count>', 'stop after this many', forFlag(wholeNumber(1), '--limit'))
      .addHelpText('after', examples('swrctl job list', 'swrctl job list --status failed --json=id,resource,reason')),
    JOB_FIELDS,
  ).action(async (options: JobListOptions) => {
    const { runJobList } = await import('./list-run.ts');
    await runJobList(context, options);
  });
