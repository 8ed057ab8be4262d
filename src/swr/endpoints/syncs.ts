import { list, boolean, map, number, object, optional, string, withDefault, present } from '../../base/decode.ts';
import type { SyncJob, SyncRule } from '../../model/sync.ts';
import { endpoint, nothing } from '../endpoint.ts';
import { text, time } from '../wire.ts';

/** Wire names are in camel case here, unlike the rest of the API. */
const REPOSITORY = '/v2/manage/namespaces/{namespace}/repos/{repository}';

/** Regions that images can be copied to; only some regions know this call. */
export const listSyncRegions = endpoint({
  does: 'list the regions that images can be copied to',
  method: 'GET',
  path: '/v2/manage/regions',
  decode: map(list(object({ regionID: string })), (regions) => regions.map(({ regionID }) => regionID)),
});

/** Where copies go: also the key of a rule. */
export interface SyncTarget {
  readonly targetRegion: string;
  readonly targetNamespace: string;
}

const encodeTarget = ({ targetRegion, targetNamespace }: SyncTarget): object => ({
  remoteRegionId: targetRegion,
  remoteNamespace: targetNamespace,
});

/** Only rules that copy by themselves are listed. Source: SWR API reference, "Querying Image Auto Sync Tasks". */
export const listSyncRules = endpoint({
  does: 'list the sync rules of {namespace}/{repository}',
  method: 'GET',
  path: `${REPOSITORY}/sync_repo`,
  decode: map(
    list(
      object({
        namespace: string,
        repoName: string,
        remoteRegionId: string,
        remoteNamespace: string,
        override: withDefault(boolean, false),
        syncAuto: withDefault(boolean, true),
        createdAt: optional(time),
      }),
    ),
    (rules) =>
      rules.map((wire): SyncRule => ({
        namespace: wire.namespace,
        repository: wire.repoName,
        targetRegion: wire.remoteRegionId,
        targetNamespace: wire.remoteNamespace,
        isOverride: wire.override,
        isAuto: wire.syncAuto,
        ...present({ createdAt: wire.createdAt }),
      })),
  ),
});

/** A target organization that does not exist is accepted without complaint. Copies later pushes only. */
export const createSyncRule = endpoint({
  does: 'copy pushes to {namespace}/{repository} to {targetRegion}',
  method: 'POST',
  path: `${REPOSITORY}/sync_repo`,
  encode: ({ isOverride, ...target }: SyncTarget & { readonly isOverride: boolean }) => ({
    ...encodeTarget(target),
    syncAuto: true,
    override: isOverride,
  }),
  decode: nothing,
});

/** Images that were copied stay. */
export const deleteSyncRule = endpoint({
  does: 'stop copying {namespace}/{repository} to {targetRegion}',
  method: 'DELETE',
  path: `${REPOSITORY}/sync_repo`,
  encode: (target: SyncTarget) => encodeTarget(target),
  decode: nothing,
});

export interface SyncRequest extends SyncTarget {
  readonly tags: readonly string[];
  readonly isOverride: boolean;
}

/** Gives the tags that failed; tags that do not exist are accepted silently. */
export const startSync = endpoint({
  does: 'copy tags of {namespace}/{repository} to {targetRegion}',
  method: 'POST',
  path: `${REPOSITORY}/sync_images`,
  encode: ({ tags, isOverride, ...target }: SyncRequest) => ({
    ...encodeTarget(target),
    imageTag: tags,
    override: isOverride,
  }),
  decode: (value, at): readonly string[] => (Array.isArray(value) ? list(string)(value, at) : []),
});

/** Source: SWR API reference, "Obtaining Image Synchronization Task Information". `order` is `desc` or `asc`. */
export const listSyncJobs = endpoint({
  does: 'list the sync jobs of {namespace}/{repository}',
  method: 'GET',
  path: `${REPOSITORY}/sync_job`,
  query: ['limit', 'offset', 'order'],
  isFilter: true,
  decode: map(
    list(
      object({
        id: number,
        tag: string,
        remoteRegionId: string,
        remoteNamespace: string,
        status: string,
        override: withDefault(boolean, false),
        syncOperatorName: text,
        createdAt: time,
        updatedAt: time,
      }),
    ),
    (jobs) =>
      jobs.map((wire): SyncJob => ({
        id: wire.id,
        tag: wire.tag,
        targetRegion: wire.remoteRegionId,
        targetNamespace: wire.remoteNamespace,
        status: wire.status,
        isOverride: wire.override,
        operator: wire.syncOperatorName,
        createdAt: wire.createdAt,
        updatedAt: wire.updatedAt,
      })),
  ),
});
