import { setTimeout as sleep } from 'node:timers/promises';
import type { Digest } from '../../model/digest.ts';
import type { User } from '../iam/accounts.ts';
import { put, type Change } from '../store/database.ts';
import { findUser } from '../iam/directory.ts';
import { repositoryChange, tagRecord } from './manifest-store.ts';
import { BLOBS, formatTime, MANIFESTS, NAMESPACES, TAGS, type Tag } from './records.ts';
import { placeOfScope, repositoryScope, type Place } from './place.ts';
import { SYNC_JOBS, SYNC_RULES, type SyncJob, type SyncTarget } from './sync-records.ts';
import type { World } from './world.ts';

/** How long a copy takes, so that clients see it under way. */
const COPY_MS = 100;

/** Starts a job for every automatic rule of a repository. */
export async function syncPush(world: World, place: Place, tag: string, user: User): Promise<void> {
  for (const rule of world.database.all(SYNC_RULES, repositoryScope(place))) {
    if (rule.isAutomatic) await startSync(world, place, tag, user, rule);
  }
}

/** Writes down a job and begins it. */
export async function startSync(
  world: World,
  place: Place,
  tag: string,
  { id: operatorId, name: operatorName }: User,
  { region, namespace, override }: SyncTarget & { override: boolean },
): Promise<void> {
  const now = formatTime(world.now());
  const id = world.database.nextId();
  const job: SyncJob = {
    id,
    tag,
    region,
    namespace,
    override,
    operatorId,
    operatorName,
    status: 'waiting',
    createdAt: now,
    updatedAt: now,
  };
  await write(world, place, job);
  runInBackground(world, place, job);
}

/** Begins again what a stop of the emulator interrupted. */
export function resumeSyncs(world: World): void {
  for (const scope of world.database.scopes(SYNC_JOBS)) {
    for (const job of world.database.all(SYNC_JOBS, scope)) {
      if (job.status === 'waiting' || job.status === 'running') runInBackground(world, placeOfScope(scope), job);
    }
  }
}

function runInBackground(world: World, place: Place, job: SyncJob): void {
  world.background.start(async (signal) => {
    await write(world, place, { ...job, status: 'running' });
    await sleep(COPY_MS, undefined, { signal });
    const { status, changes } = copyOf(world, place, job);
    await write(world, place, { ...job, status, updatedAt: formatTime(world.now()) }, changes);
  });
}

function write(world: World, place: Place, job: SyncJob, more: readonly Change[] = []): Promise<void> {
  return world.database.write(put(SYNC_JOBS, repositoryScope(place), String(job.id), job), ...more);
}

/** The tag, its image and all content of that image, in the other region's organization of the same account. */
function copyOf(world: World, place: Place, job: SyncJob): { status: SyncJob['status']; changes: readonly Change[] } {
  const { database } = world;
  const scope = repositoryScope(place);
  const source = database.get(TAGS, scope, job.tag);
  const target: Place = { region: job.region, namespace: job.namespace, repository: place.repository };
  const owner = database.get(NAMESPACES, place.region, place.namespace)?.accountId;
  if (source === undefined || database.get(NAMESPACES, job.region, job.namespace)?.accountId !== owner) {
    return { status: 'failed', changes: [] };
  }
  const to = repositoryScope(target);
  if (!job.override && database.get(TAGS, to, job.tag) !== undefined) return { status: 'existed', changes: [] };
  return { status: 'success', changes: copyChanges(world, scope, target, source, job.operatorId) };
}

function copyChanges(world: World, scope: string, target: Place, tag: Tag, userId: string): Change[] {
  const to = repositoryScope(target);
  return [
    ...repositoryChange(world, target, findUser(world, 'id', userId)?.id),
    ...contentChanges(world, scope, to, tag.digest),
    put(TAGS, to, tag.name, tagRecord(world, to, tag.name, tag.digest)),
  ];
}

function contentChanges({ database }: World, scope: string, to: string, root: Digest): Change[] {
  const reached = new Set([root]);
  const changes: Change[] = [];
  for (const digest of reached) {
    const manifest = database.get(MANIFESTS, scope, digest);
    const blob = database.get(BLOBS, scope, digest);
    if (manifest !== undefined) changes.push(put(MANIFESTS, to, digest, manifest));
    if (blob !== undefined) changes.push(put(BLOBS, to, digest, blob));
    for (const part of manifest?.parts ?? []) reached.add(part); // the loop goes on to what it adds
  }
  return changes;
}
