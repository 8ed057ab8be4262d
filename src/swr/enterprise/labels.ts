import { list, map, object, optional, present, string, withDefault, array } from '../../base/decode.ts';
import { endpoint, nothing } from '../endpoint.ts';
import type { Page } from '../paging.ts';
import { count, maybeText } from './wire.ts';

/** A key and its value on an instance or a namespace; the service calls it a resource tag. */
export interface Label {
  readonly key: string;
  readonly value: string;
}

const label = map(object({ key: string, value: withDefault(string, '') }), (wire): Label => wire);
const labels = map(object({ tags: list(label) }), ({ tags }) => tags);
const encodeLabels = (tags: readonly Label[]): unknown => ({ tags });

const OF_INSTANCE = '/v2/{project}/instances/{instance}/tags';
const OF_NAMESPACE = '/v2/{project}/instances/{instance}/namespaces/{namespace}/tags';

export const listInstanceLabels = endpoint({
  does: 'list the labels of the instance',
  method: 'GET',
  path: OF_INSTANCE,
  decode: labels,
});

export const createInstanceLabels = endpoint({
  does: 'set labels of the instance',
  method: 'POST',
  path: `${OF_INSTANCE}/create`,
  encode: encodeLabels,
  decode: nothing,
});

/** A DELETE with a body. */
export const deleteInstanceLabels = endpoint({
  does: 'remove labels of the instance',
  method: 'DELETE',
  path: `${OF_INSTANCE}/delete`,
  encode: encodeLabels,
  decode: nothing,
});

export const listNamespaceLabels = endpoint({
  does: 'list the labels of namespace {namespace}',
  method: 'GET',
  path: OF_NAMESPACE,
  decode: labels,
});

export const createNamespaceLabels = endpoint({
  does: 'set labels of namespace {namespace}',
  method: 'POST',
  path: `${OF_NAMESPACE}/create`,
  encode: encodeLabels,
  decode: nothing,
});

export const deleteNamespaceLabels = endpoint({
  does: 'remove labels of namespace {namespace}',
  method: 'DELETE',
  path: `${OF_NAMESPACE}/delete`,
  encode: encodeLabels,
  decode: nothing,
});

/** A key with all values that are in use. */
export interface LabelKey {
  readonly key: string;
  readonly values: readonly string[];
}

const labelKeys = map(
  object({
    tags: list(map(object({ key: string, values: withDefault(array(string), []) }), (wire): LabelKey => wire)),
  }),
  ({ tags }) => tags,
);

/** Of all instances of the project. */
export const listProjectLabels = endpoint({
  does: 'list the labels in use',
  method: 'GET',
  path: '/v2/{project}/instances/tags',
  decode: labelKeys,
});

export const listNamespaceLabelKeys = endpoint({
  does: 'list the labels of namespaces in use',
  method: 'GET',
  path: '/v2/{project}/instances/{instance}/namespaces-tags',
  decode: labelKeys,
});

/** What has all of some labels. */
export interface Labelled {
  readonly id: string;
  readonly name: string;
  readonly labels: readonly Label[];
}

const labelled = map(
  object({
    resources: list(
      map(
        object({ resource_id: withDefault(string, ''), resource_name: maybeText, tags: list(label) }),
        (wire): Labelled => ({ id: wire.resource_id, name: wire.resource_name ?? wire.resource_id, labels: wire.tags }),
      ),
    ),
    total_count: optional(count),
  }),
  ({ resources: items, total_count: total }): Page<Labelled> => ({ items, ...present({ total }) }),
);

/** Keys are joined by AND, values of one key by OR; no value takes any. */
export interface LabelFilter {
  readonly key: string;
  readonly values: readonly string[];
}

const encodeFilter = (tags: readonly LabelFilter[]): unknown => ({ tags });

export const findInstances = endpoint({
  does: 'find instances by label',
  method: 'POST',
  path: '/v2/{project}/instances/resource-instances/filter',
  query: ['limit', 'offset'],
  encode: encodeFilter,
  decode: labelled,
});

export const findNamespaces = endpoint({
  does: 'find namespaces by label',
  method: 'POST',
  path: '/v2/{project}/instances/{instance}/namespaces/resource-instances/filter',
  query: ['limit', 'offset'],
  encode: encodeFilter,
  decode: labelled,
});
