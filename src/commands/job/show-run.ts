import type { Context } from '../../app/world.ts';
import { findJob } from './find.ts';
import { JOB_VIEW, jobRow } from './view.ts';

/** `swrctl job show`. */
export async function runJobShow({ services, output }: Context, id: string): Promise<void> {
  const swr = await (await services()).swr();
  await output().show(jobRow(await findJob(swr, id)), JOB_VIEW);
}
