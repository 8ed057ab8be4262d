import { list, map, object, optional, string, type Decoder, present } from '../../base/decode.ts';
import { SwrctlError } from '../../base/errors.ts';
import type { Namespace } from '../../model/namespace.ts';
import type { Grant } from '../../model/permission.ts';
import { endpoint, nothing } from '../endpoint.ts';
import { encodeGrants, grants, looseNumber, permission, time } from '../wire.ts';

/** 0 where the caller sees it only through a repository. */
const ownLevel: Decoder<Namespace['permission']> = (value, at) => (value === 0 ? 'none' : permission(value, at));

const namespace = map(
  object({
    name: string,
    auth: ownLevel,
    creator_name: optional(string),
    created_at: optional(time),
    access_user_count: optional(looseNumber),
    repo_count: optional(looseNumber),
  }),
  (wire): Namespace => ({
    name: wire.name,
    permission: wire.auth,
    ...present({
      createdAt: wire.created_at,
      creator: wire.creator_name,
      userCount: wire.access_user_count,
      repositoryCount: wire.repo_count,
    }),
  }),
);

const maybeNamed = object({ name: optional(string) });

/**
 * Organizations that the caller has a right on; all in one answer. `mode: 'visible'` adds those that show only through
 * a repository. Source: SWR API reference, "Querying Organizations".
 */
export const listNamespaces = endpoint({
  does: 'list the organizations',
  method: 'GET',
  path: '/v2/manage/namespaces',
  query: ['namespace', 'mode'],
  isFilter: true,
  decode: map(object({ namespaces: list(namespace) }), ({ namespaces }) => namespaces),
});

/** @throws {SwrctlError} NOT_FOUND also for a success without a name, which some services give for what is not there. */
export const getNamespace = endpoint({
  does: 'show organization {namespace}',
  method: 'GET',
  path: '/v2/manage/namespaces/{namespace}',
  decode: (value, at): Namespace => {
    if (maybeNamed(value, at).name) return namespace(value, at);
    throw new SwrctlError('NOT_FOUND', 'There is no such organization', {
      hint: 'See which there are with: swrctl org list',
    });
  },
});

/** Source: SWR API reference, "Creating an Organization". */
export const createNamespace = endpoint({
  does: 'create organization {namespace}',
  method: 'POST',
  path: '/v2/manage/namespaces',
  encode: ({ namespace: name }: { readonly namespace: string }) => ({ namespace: name }),
  decode: nothing,
});

/** Refused while repositories remain (4060074). */
export const deleteNamespace = endpoint({
  does: 'remove organization {namespace}',
  method: 'DELETE',
  path: '/v2/manage/namespaces/{namespace}',
  decode: nothing,
});

const ACCESS = '/v2/manage/namespaces/{namespace}/access';

/** Rights of users on the organization. Source: SWR API reference, "Querying Permissions of an Organization". */
export const listNamespaceGrants = endpoint({
  does: 'list the permissions of organization {namespace}',
  method: 'GET',
  path: ACCESS,
  decode: grants,
});

export const createNamespaceGrants = endpoint({
  does: 'give permissions on organization {namespace}',
  method: 'POST',
  path: ACCESS,
  encode: (body: readonly Grant[]) => encodeGrants(body),
  decode: nothing,
});

export const updateNamespaceGrants = endpoint({
  does: 'change permissions on organization {namespace}',
  method: 'PATCH',
  path: ACCESS,
  encode: (body: readonly Grant[]) => encodeGrants(body),
  decode: nothing,
});

/** By user id. Rights of the users on the repositories inside go with it. */
export const deleteNamespaceGrants = endpoint({
  does: 'take permissions on organization {namespace}',
  method: 'DELETE',
  path: ACCESS,
  encode: (userIds: readonly string[]) => userIds,
  decode: nothing,
});
