import {
  boolean,
  list,
  map,
  number,
  object,
  optional,
  present,
  string,
  withDefault,
  type Decoder,
} from '../../base/decode.ts';
import { digestText } from '../../model/descriptor.ts';
import type { Digest } from '../../model/digest.ts';
import { endpoint, nothing } from '../endpoint.ts';
import type { Page } from '../paging.ts';
import { looseNumber } from '../wire.ts';
import { ONE_REPOSITORY } from './repositories.ts';
import { count, maybeText, maybeTime } from './wire.ts';

/** A version in a repository: an image, an index, or what else has a manifest. */
export interface Artifact {
  readonly digest: Digest;
  /** IMAGE or CHART, as the service says it. */
  readonly type?: string;
  readonly mediaType?: string;
  /** With the namespace or without it, in the list over all of them. */
  readonly repository?: string;
  readonly namespaceId?: number;
  /** Bytes. */
  readonly size: number;
  readonly tags: readonly string[];
  readonly pushedAt?: Date;
  /** Absent: never. */
  readonly pulledAt?: Date;
  readonly scan?: ScanOverview;
}

/** What a scan found, in short. */
export interface ScanOverview {
  readonly status: string;
  readonly severity?: string;
  readonly total?: number;
  readonly fixable?: number;
}

const scanOverview = map(
  object({
    scan_status: withDefault(string, ''),
    severity: maybeText,
    summary: optional(object({ total: optional(looseNumber), fixable: optional(looseNumber) })),
  }),
  (wire): ScanOverview => ({
    status: wire.scan_status,
    ...present({ severity: wire.severity, total: wire.summary?.total, fixable: wire.summary?.fixable }),
  }),
);

/** By type of the report; there is one. */
const firstOverview: Decoder<ScanOverview | undefined> = (value, at) => {
  const [found] = Object.values(typeof value === 'object' && value !== null ? value : {}) as unknown[];
  return found === undefined ? undefined : scanOverview(found, at);
};

const artifact: Decoder<Artifact> = map(
  object({
    digest: digestText,
    type: maybeText,
    manifest_media_type: maybeText,
    media_type: maybeText,
    repository_name: maybeText,
    namespace_id: optional(number),
    size: count,
    tags: list(map(object({ name: string }), (tag) => tag.name)),
    push_time: maybeTime,
    pull_time: maybeTime,
    scan_overview: firstOverview,
  }),
  (wire): Artifact => ({
    digest: wire.digest,
    size: wire.size,
    tags: wire.tags,
    ...present({
      type: wire.type,
      mediaType: wire.manifest_media_type ?? wire.media_type,
      repository: wire.repository_name,
      namespaceId: wire.namespace_id,
      pushedAt: wire.push_time,
      pulledAt: wire.pull_time,
      scan: wire.scan_overview,
    }),
  }),
);

const ARTIFACTS = `${ONE_REPOSITORY}/artifacts` as const;

export const listArtifacts = endpoint({
  does: 'list the artifacts of {namespace}/{repositoryPath}',
  method: 'GET',
  path: ARTIFACTS,
  query: ['limit', 'offset', 'type', 'tags'],
  decode: map(
    object({ artifacts: list(artifact), total: optional(count) }),
    ({ artifacts: items, total }): Page<Artifact> => ({ items, ...present({ total }) }),
  ),
});

/** Of the whole instance, by a marker that is a number and begins at 1. */
export const listAllArtifacts = endpoint({
  does: 'list the artifacts of the instance',
  method: 'GET',
  path: '/v2/{project}/instances/{instance}/artifacts',
  query: ['limit', 'marker'],
  decode: map(
    object({ artifacts: list(artifact), next_marker: optional(looseNumber) }),
    ({ artifacts: items, next_marker: next }): Page<Artifact> => ({
      items,
      ...(next === undefined || next === 0 ? {} : { next: String(next) }),
    }),
  ),
});

export const getArtifact = endpoint({
  does: 'show {namespace}/{repositoryPath}@{digest}',
  method: 'GET',
  path: `${ARTIFACTS}/{digest}`,
  query: ['with_scan_overview'],
  decode: artifact,
});

/** All its tags go along. */
export const deleteArtifact = endpoint({
  does: 'remove {namespace}/{repositoryPath}@{digest}',
  method: 'DELETE',
  path: `${ARTIFACTS}/{digest}`,
  decode: nothing,
});

/** What refers to a version, such as a signature. */
export interface Accessory {
  readonly digest: Digest;
  readonly type: string;
  readonly size: number;
  readonly createdAt?: Date;
}

export const listAccessories = endpoint({
  does: 'list the accessories of {namespace}/{repositoryPath}@{digest}',
  method: 'GET',
  path: `${ARTIFACTS}/{digest}/accessories`,
  query: ['limit', 'offset', 'type'],
  decode: map(
    object({
      accessories: list(
        map(
          object({ digest: digestText, type: withDefault(string, ''), size: count, created_at: maybeTime }),
          ({ created_at: createdAt, ...wire }): Accessory => ({ ...wire, ...present({ createdAt }) }),
        ),
      ),
      total: optional(count),
    }),
    ({ accessories: items, total }): Page<Accessory> => ({ items, ...present({ total }) }),
  ),
});

/** One step of how an image was built. */
export interface BuildStep {
  readonly createdBy: string;
  readonly createdAt?: Date;
  readonly isEmpty: boolean;
  readonly size: number;
  readonly digest?: string;
  readonly mediaType?: string;
}

export const getBuildHistory = endpoint({
  does: 'show how {namespace}/{repositoryPath}@{digest} was built',
  method: 'GET',
  path: `${ARTIFACTS}/{digest}/additions/build_history`,
  decode: map(
    object({
      build_histories: list(
        map(
          object({
            created_by: withDefault(string, ''),
            created_at: maybeTime,
            empty_layer: withDefault(boolean, false),
            size: count,
            digest: maybeText,
            mediaType: maybeText,
          }),
          (wire): BuildStep => ({
            createdBy: wire.created_by,
            isEmpty: wire.empty_layer,
            size: wire.size,
            ...present({ createdAt: wire.created_at, digest: wire.digest, mediaType: wire.mediaType }),
          }),
        ),
      ),
    }),
    ({ build_histories: steps }) => steps,
  ),
});

/** A tag of a repository. Its two calls have no project in their path. */
export interface InstanceTag {
  readonly name: string;
  readonly digest: Digest;
  readonly size: number;
  readonly mediaType?: string;
  readonly pushedAt?: Date;
  readonly pulledAt?: Date;
  readonly id?: number;
}

const TAGS = '/v2/instances/{instance}/namespaces/{namespace}/repositories/{repositoryPath}/tags';

export const listInstanceTags = endpoint({
  does: 'list the tags of {namespace}/{repositoryPath}',
  method: 'GET',
  path: TAGS,
  query: ['limit', 'offset', 'is_accessory'],
  decode: map(
    object({
      tags: list(
        map(
          object({
            name: string,
            digest: digestText,
            size: count,
            id: optional(number),
            manifest_media_type: maybeText,
            media_type: maybeText,
            push_time: maybeTime,
            pull_time: maybeTime,
          }),
          (wire): InstanceTag => ({
            name: wire.name,
            digest: wire.digest,
            size: wire.size,
            ...present({
              id: wire.id,
              mediaType: wire.manifest_media_type ?? wire.media_type,
              pushedAt: wire.push_time,
              pulledAt: wire.pull_time,
            }),
          }),
        ),
      ),
      total: optional(count),
    }),
    ({ tags: items, total }): Page<InstanceTag> => ({ items, ...present({ total }) }),
  ),
});

export const deleteInstanceTag = endpoint({
  does: 'remove tag {tag} of {namespace}/{repositoryPath}',
  method: 'DELETE',
  path: `${TAGS}/{tag}`,
  decode: nothing,
});
