import { list, map, object, optional, present, string, withDefault, type Decoder } from '../../base/decode.ts';
import { endpoint, nothing } from '../endpoint.ts';
import type { Page } from '../paging.ts';
import { count, maybeText, maybeTime } from './wire.ts';

/** A repository of an instance. A push makes it; there is no call for that. */
export interface InstanceRepository {
  readonly namespace: string;
  /** Without the namespace; may have slashes. */
  readonly name: string;
  readonly description: string;
  readonly tagCount: number;
  readonly artifactCount: number;
  readonly pulls: number;
  readonly createdAt?: Date;
  readonly updatedAt?: Date;
  /** Name of its instance, in the list over all of them. */
  readonly instance?: string;
  readonly instanceId?: string;
}

const repository: Decoder<InstanceRepository> = map(
  object({
    name: string,
    namespace_name: withDefault(string, ''),
    description: withDefault(string, ''),
    tag_count: count,
    artifact_count: count,
    pull_count: count,
    created_at: maybeTime,
    updated_at: maybeTime,
    instance_name: maybeText,
    instance_id: maybeText,
  }),
  (wire): InstanceRepository => ({
    namespace: wire.namespace_name,
    name: withoutNamespace(wire.name, wire.namespace_name),
    description: wire.description,
    tagCount: wire.tag_count,
    artifactCount: wire.artifact_count,
    pulls: wire.pull_count,
    ...present({
      createdAt: wire.created_at,
      updatedAt: wire.updated_at,
      instance: wire.instance_name,
      instanceId: wire.instance_id,
    }),
  }),
);

/** Harbor writes the namespace before the name, other answers do not. */
function withoutNamespace(name: string, namespace: string): string {
  const prefix = `${namespace}/`;
  return namespace !== '' && name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

const repositories = map(
  object({ repositories: list(repository), total: optional(count) }),
  ({ repositories: items, total }): Page<InstanceRepository> => ({ items, ...present({ total }) }),
);

const IN_INSTANCE = '/v2/{project}/instances/{instance}';
const IN_NAMESPACE = '/v2/{project}/instances/{instance}/namespaces/{namespace}/repositories';
export const ONE_REPOSITORY = '/v2/{project}/instances/{instance}/namespaces/{namespace}/repositories/{repositoryPath}';

export const listInstanceRepositories = endpoint({
  does: 'list the repositories',
  method: 'GET',
  path: `${IN_INSTANCE}/repositories`,
  query: ['limit', 'offset', 'namespace_id'],
  decode: repositories,
});

export const listNamespaceRepositories = endpoint({
  does: 'list the repositories of {namespace}',
  method: 'GET',
  path: IN_NAMESPACE,
  query: ['limit', 'offset'],
  decode: repositories,
});

/** Of all instances of the project, by marker. */
export const listAllRepositories = endpoint({
  does: 'list the repositories of all instances',
  method: 'GET',
  path: '/v2/{project}/repositories',
  query: ['limit', 'marker', 'name'],
  decode: map(
    object({ repositories: list(repository), page_info: optional(object({ next_marker: maybeText })) }),
    ({ repositories: items, page_info: info }): Page<InstanceRepository> => ({
      items,
      ...present({ next: info?.next_marker }),
    }),
  ),
});

export const getInstanceRepository = endpoint({
  does: 'show repository {namespace}/{repositoryPath}',
  method: 'GET',
  path: ONE_REPOSITORY,
  decode: repository,
});

export const updateInstanceRepository = endpoint({
  does: 'change repository {namespace}/{repositoryPath}',
  method: 'PUT',
  path: ONE_REPOSITORY,
  encode: ({ description }: { readonly description: string }) => ({ description }),
  decode: nothing,
});

export const deleteInstanceRepository = endpoint({
  does: 'remove repository {namespace}/{repositoryPath}',
  method: 'DELETE',
  path: ONE_REPOSITORY,
  decode: nothing,
});
