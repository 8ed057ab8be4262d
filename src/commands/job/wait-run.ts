import type { Context } from '../../app/world.ts';
import { findJob, waitForJob } from './find.ts';
import { JOB_VIEW, jobRow } from './view.ts';

/** Milliseconds between two looks: nobody knows when the job began. */
const PAUSES_MS = [1000, 2000, 5000, 10_000, 20_000];

/** `swrctl job wait`. @param limitMs milliseconds at most. */
export async function runJobWait(context: Context, id: string, limitMs: number): Promise<void> {
  const output = context.output();
  const swr = await (await context.services()).swr();
  const { type, resource } = await findJob(swr, id);
  const label = `Job ${[id, type, resource].filter((part) => part !== undefined).join(' ')}`;
  const job = await waitForJob(context, swr, { id, label, limitMs, pausesMs: PAUSES_MS });
  output.note(`Job ${id} succeeded`);
  if (output.isFormatAsked) await output.show(jobRow(job), JOB_VIEW);
}
