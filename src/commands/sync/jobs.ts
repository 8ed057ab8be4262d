import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { forFlag, wholeNumber } from '../../app/settings/parse.ts';
import { examples } from '../help/layout.ts';
import { repositoryName } from '../shared/names.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { JOB_FIELDS, JOB_VIEW, jobRow } from './view.ts';

interface JobsFlags {
  readonly limit?: number;
}

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
  ).action((repository: string, flags: JobsFlags) => runSyncJobs(context, repository, flags));

export async function runSyncJobs({ services, output }: Context, text: string, { limit }: JobsFlags): Promise<void> {
  const { listSyncJobs } = await import('../../swr/endpoints/syncs.ts');
  const { readPages } = await import('../../swr/paging.ts');
  const place = await services();
  const name = repositoryName(place, text);
  const swr = await place.swr();
  const jobs = await readPages(
    (size, offset) => swr.ask(listSyncJobs, { ...name, limit: size, offset, order: 'desc' }),
    limit,
  );
  await output().list(jobs.map(jobRow), JOB_VIEW);
}
