import type { Context } from '../../app/world.ts';
import { projectCaller } from '../../swr/enterprise/client.ts';
import { listJobs } from '../../swr/enterprise/instances.ts';
import { readAlignedPages } from '../../swr/paging.ts';
import { JOB_VIEW, jobRow, type JobState } from './view.ts';

export interface JobListOptions {
  readonly status?: JobState;
  /** Stop after this many. */
  readonly limit?: number;
}

/** What the service calls the states of jobs. */
const WIRE_STATES: Readonly<Record<JobState, string>> = {
  creating: 'Creating',
  initializing: 'Initializing',
  running: 'Running',
  failed: 'Failed',
  succeeded: 'Success',
};

/** `swrctl job list`. */
export async function runJobList({ services, output }: Context, { status, limit }: JobListOptions): Promise<void> {
  const call = projectCaller(await (await services()).swr());
  const filter = status === undefined ? {} : { status: WIRE_STATES[status] };
  const jobs = await readAlignedPages((page) => call(listJobs, { ...page, ...filter }), limit);
  await output().list(jobs.map(jobRow), JOB_VIEW);
}
