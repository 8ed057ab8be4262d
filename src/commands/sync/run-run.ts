import { SwrctlError } from '../../base/errors.ts';
import type { RepositoryName } from '../../model/reference.ts';
import { isUnderWay, type SyncJob } from '../../model/sync.ts';
import type { SwrClient } from '../../swr/client.ts';
import { listSyncJobs, startSync, type SyncTarget } from '../../swr/endpoints/syncs.ts';
import { getTag } from '../../swr/endpoints/tags.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { runBatch } from '../shared/batch.ts';
import { withoutEffect } from '../shared/changes.ts';
import { pause } from '../shared/wait.ts';
import type { Context } from '../../app/world.ts';
import { formatTagged, taggedName, type TaggedName } from '../shared/names.ts';
import { findTag } from '../tag/find.ts';
import type { TargetFlags } from './target-options.ts';
import { formatTarget, checkTarget, syncTarget } from './target.ts';
import { JOB_VIEW, jobRow, type JobRow } from './view.ts';

export interface SyncRunOptions {
  /** `org/repo:tag` each. */
  readonly tags: readonly string[];
  readonly target: TargetFlags;
  /** True: overwrite tags that exist there. */
  readonly override: boolean;
  /** True: wait until the copies are there. */
  readonly wait: boolean;
}

/** Milliseconds between two looks at a job, growing up to the second number. */
const [FIRST_DELAY_MS, LAST_DELAY_MS] = [100, 5000];
/** Looks at the list until a job that was accepted must be in it. */
const LOOKS = 8;
/** Latest jobs that are read; one is started at a time. */
const RECENT = 100;

interface Run {
  readonly context: Context;
  readonly swr: SwrClient;
  /** The management API of the other side. */
  readonly remote: () => Promise<SwrClient>;
  readonly target: SyncTarget;
  readonly options: SyncRunOptions;
}

/** `swrctl sync run`. */
export async function runSyncRun(context: Context, options: SyncRunOptions): Promise<void> {
  const place = await context.services();
  const names = options.tags.map((text) => taggedName(place, text));
  const target = syncTarget(options.target);
  const swr = await place.swr();
  await checkTarget(place, swr, target, context.output());
  const remote = (): Promise<SwrClient> => place.swr({ region: target.targetRegion });
  const run: Run = { context, swr, remote, target, options };
  await runBatch<TaggedName, JobRow>(context, { items: names, noun: 'tag', view: JOB_VIEW }, async (name) => {
    const job = await copyOne(run, name);
    const what = `${formatTagged(name)} to ${formatTarget(target)}`;
    context.output().note(options.wait ? `Copied ${what}: ${job.status}` : `Copying ${what}: ${job.status}`);
    return jobRow(job);
  });
}

/** The service takes tags that do not exist without a word: they are looked for before, and their jobs after. */
async function copyOne(run: Run, { tag, ...name }: TaggedName): Promise<SyncJob> {
  const { swr, target, options, context } = run;
  const { digest } = await swr.call(getTag, { ...name, tag });
  const known = Math.max(0, ...(await recentJobs(swr, name)).map(({ id }) => id));
  const start = async (): Promise<void> => {
    const body = { ...target, tags: [tag], isOverride: options.override };
    const refused = await swr.call(startSync, { ...name, body });
    if (refused.includes(tag)) throw withoutEffect(`${tag} was not copied`);
  };
  const find = async (): Promise<SyncJob | undefined> =>
    (await recentJobs(swr, name)).find((job) => job.id > known && job.tag === tag && isFor(job, target));
  const job = await writeAndLook(start, async () => {
    const found = await poll(context, find, (made, looks) => made !== undefined || looks >= LOOKS);
    if (found === undefined) throw withoutEffect(`there is no job that copies ${tag}`);
    return found;
  });
  if (!options.wait) return job;
  const label = `Copying ${formatTagged({ ...name, tag })} to ${formatTarget(target)}`;
  const last = await context
    .output()
    .waitFor(label, () => poll(context, find, (found) => !found || !isUnderWay(found)));
  return checkEnd(run, last ?? job, { ...name, tag }, digest);
}

const isFor = (job: SyncJob, target: SyncTarget): boolean =>
  job.targetRegion === target.targetRegion && job.targetNamespace === target.targetNamespace;

const recentJobs = (swr: SwrClient, name: RepositoryName): Promise<SyncJob[]> =>
  swr.call(listSyncJobs, { ...name, limit: RECENT, offset: 0, order: 'desc' });

async function poll<T>(
  { world }: Context,
  look: () => Promise<T>,
  isEnough: (found: T, looks: number) => boolean,
): Promise<T> {
  for (let looks = 1, pauseMs = FIRST_DELAY_MS; ; looks += 1, pauseMs = Math.min(pauseMs * 2, LAST_DELAY_MS)) {
    const found = await look();
    if (isEnough(found, looks)) return found;
    await pause(pauseMs, world.signal);
  }
}

/** A job that ended is not yet the same image on the other side. */
async function checkEnd(
  { remote, target }: Run,
  job: SyncJob,
  { repository, tag }: TaggedName,
  digest: string,
): Promise<SyncJob> {
  if (job.status !== 'success' && job.status !== 'existed') {
    throw new SwrctlError('FAILED', `The copy of ${tag} to ${formatTarget(target)} ended with: ${job.status}`, {
      hint: 'Run the same command again; the console shows the reason under "Image Synchronization"',
    });
  }
  const there = await findTag(await remote(), { namespace: target.targetNamespace, repository, tag });
  if (there?.digest === digest) return job;
  if (there !== undefined && job.status === 'existed') {
    throw new SwrctlError('REFUSED', `${tag} exists in ${formatTarget(target)} and is another image`, {
      hint: 'Overwrite it with --override',
    });
  }
  throw withoutEffect(`${tag} in ${formatTarget(target)} is ${there?.digest ?? 'missing'}`);
}
