import { array, map, object, optional, string } from '../../decode.ts';
import type { Namespace } from '../../model/namespace.ts';
import { endpoint, nothing } from '../endpoint.ts';
import { permission, time } from '../wire.ts';

const namespace = map(
  object({
    name: string,
    auth: permission,
    creator_name: optional(string),
    created_at: optional(time),
  }),
  (wire): Namespace => ({
    name: wire.name,
    permission: wire.auth,
    ...(wire.created_at ? { createdAt: wire.created_at } : {}),
    ...(wire.creator_name ? { creator: wire.creator_name } : {}),
  }),
);

/** Organizations that the caller has a right on; all in one answer. Source: SWR API reference, "Querying Organizations". */
export const listNamespaces = endpoint({
  does: 'list the organizations',
  method: 'GET',
  path: '/v2/manage/namespaces',
  query: ['namespace', 'filter'],
  decode: map(object({ namespaces: array(namespace) }), ({ namespaces }) => namespaces),
});

export const getNamespace = endpoint({
  does: 'show organization {namespace}',
  method: 'GET',
  path: '/v2/manage/namespaces/{namespace}',
  decode: namespace,
});

/** Source: SWR API reference, "Creating an Organization". */
export const createNamespace = endpoint({
  does: 'create organization {namespace}',
  method: 'POST',
  path: '/v2/manage/namespaces',
  encode: (body: { readonly namespace: string }) => body,
  decode: nothing,
});

/** Refused while repositories remain (4060074). */
export const deleteNamespace = endpoint({
  does: 'remove organization {namespace}',
  method: 'DELETE',
  path: '/v2/manage/namespaces/{namespace}',
  decode: nothing,
});
