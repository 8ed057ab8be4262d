import { randomBytes } from 'node:crypto';
import { put, type Change } from '../store/database.ts';
import { formatTime } from '../domain/records.ts';
import type { World } from '../domain/world.ts';
import { goneEndpoints } from './network.ts';
import { INSTANCES, INSTANCE_JOBS, type Instance, type InstanceJob } from './records.ts';

/** How long work takes, in milliseconds, where the quirk ee-slow-jobs is on: as long as the vendor's own client waits at first. */
const SLOW_MS = 120_000;

/** When work that begins now is done. */
export function doneAt(world: World): string {
  const takes = world.quirks['ee-slow-jobs'] ? SLOW_MS : world.jobTimeMs;
  return new Date(world.now().getTime() + takes).toISOString();
}

export function newJob(world: World, { id, name, accountId, projectId }: Instance, type: string): InstanceJob {
  const now = formatTime(world.now());
  return {
    id: randomBytes(16).toString('hex'),
    accountId,
    projectId,
    instanceId: id,
    resourceId: id,
    resourceName: name,
    type,
    status: 'Running',
    reason: '',
    endsAt: doneAt(world),
    createdAt: now,
    updatedAt: now,
  };
}

/** Brings about what time alone does in instances. Call it before each request. */
export async function settleInstances(world: World): Promise<void> {
  const { database, hosts } = world;
  const isOver = ({ endsAt }: { readonly endsAt: string }): boolean => Date.parse(endsAt) <= world.now().getTime();
  const ended = database.all(INSTANCE_JOBS, '').filter((job) => job.status === 'Running' && isOver(job));
  if (ended.length > 0) await database.write(...ended.flatMap((job) => endChanges(world, job)));
  for (const instance of database.all(INSTANCES, '')) {
    if (instance.status === 'Running') await hosts.open(instance);
    const gone = goneEndpoints(world, instance);
    if (gone.length > 0) await database.write(...gone);
  }
}

function endChanges(world: World, job: InstanceJob): Change[] {
  const updatedAt = formatTime(world.now());
  const instance = world.database.get(INSTANCES, '', job.instanceId);
  const outcome =
    instance === undefined
      ? { status: 'Failed' as const, reason: 'The instance was removed.' }
      : { status: 'Success' as const };
  return [
    put(INSTANCE_JOBS, '', job.id, { ...job, ...outcome, updatedAt }),
    ...(instance?.status === 'Creating'
      ? [put(INSTANCES, '', instance.id, { ...instance, status: 'Running', updatedAt })]
      : []),
  ];
}
