import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { forFlag, wholeNumber } from '../../app/settings/parse.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { JOB_FIELDS } from './view.ts';
import type { SyncJobsOptions } from './jobs-run.ts';

export const syncJobs = (context: Context): Command =>
  withOutputOptions(
    new Command('jobs')
      .description('List the copies of a repository to other regions, the latest first')
      .argument('<org/repo>', 'repository')
      .option('-L, --limit <count>', 'stop after this many', forFlag(wholeNumber(1), '--limit'))
      .addHelpText(
        'after',
        examples(
          'swrctl sync jobs team/web --limit 10',
          'swrctl sync jobs team/web --query "[?status == \'failed\'].tag"',
        ),
      ),
    JOB_FIELDS,
  ).action(async (repository: string, flags: SyncJobsOptions) => {
    const { runSyncJobs } = await import('./jobs-run.ts');
    await runSyncJobs(context, repository, flags);
  });
