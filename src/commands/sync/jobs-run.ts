import type { Context } from '../../app/world.ts';
import { repositoryName } from '../shared/names.ts';
import { JOB_VIEW, jobRow } from './view.ts';
import { listSyncJobs } from '../../swr/endpoints/syncs.ts';
import { readPages } from '../../swr/paging.ts';

export interface SyncJobsOptions {
  readonly limit?: number;
}

/** `swrctl sync jobs`. */
export async function runSyncJobs(
  { services, output }: Context,
  text: string,
  { limit }: SyncJobsOptions,
): Promise<void> {
  const place = await services();
  const name = repositoryName(place, text);
  const swr = await place.swr();
  const jobs = await readPages(
    (size, offset) => swr.ask(listSyncJobs, { ...name, limit: size, offset, order: 'desc' }),
    limit,
  );
  await output().list(jobs.map(jobRow), JOB_VIEW);
}
