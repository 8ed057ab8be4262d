import type { Context } from '../../app/world.ts';
import { SwrctlError, hasCode } from '../../base/errors.ts';
import type { SwrClient } from '../../swr/client.ts';
import { projectCaller } from '../../swr/enterprise/client.ts';
import { getJob, type Job } from '../../swr/enterprise/instances.ts';
import { waitUntil, type Wait } from '../shared/wait.ts';

/** @throws {SwrctlError} NOT_FOUND */
export async function findJob(swr: SwrClient, id: string): Promise<Job> {
  try {
    return await projectCaller(swr)(getJob, { job: id });
  } catch (error) {
    if (!hasCode(error, 'NOT_FOUND')) throw error;
    throw new SwrctlError('NOT_FOUND', `There is no job ${id} in this project and region`, {
      hint: 'See which there are with: swrctl job list',
      service: error.service,
    });
  }
}

/**
 * Waits for the end of a job.
 *
 * @throws {SwrctlError} FAILED with the reason when it failed, or when it is not over in time.
 */
export async function waitForJob(
  context: Context,
  swr: SwrClient,
  { id, ...wait }: { readonly id: string } & Pick<Wait<Job>, 'label' | 'pausesMs' | 'limitMs'>,
): Promise<Job> {
  const job = await waitUntil(context, {
    ...wait,
    look: () => findJob(swr, id),
    isOver: ({ status }) => status === 'succeeded' || status === 'failed',
    hint: `See how far it is with: swrctl job show ${id}`,
  });
  if (job.status === 'succeeded') return job;
  const about = job.resource === undefined ? '' : ` (${job.resource})`;
  throw new SwrctlError('FAILED', `Job ${id}${about} failed: ${job.reason ?? 'the service gives no reason'}`, {
    hint: `See all of it with: swrctl job show ${id}`,
  });
}
