import {
  list,
  boolean,
  map,
  object,
  optional,
  string,
  withDefault,
  type Decoded,
  type Decoder,
} from '../../base/decode.ts';
import type { Grant } from '../../model/permission.ts';
import type { RepositoryInfo, SharedRepository } from '../../model/repository.ts';
import { endpoint, nothing } from '../endpoint.ts';
import type { Page } from '../paging.ts';
import { encodeGrants, grants, looseNumber, text, time } from '../wire.ts';

const fields = {
  name: string,
  is_public: boolean,
  category: text,
  description: text,
  num_images: looseNumber,
  size: looseNumber,
  num_download: withDefault(looseNumber, 0),
};

/** v2 lists say `namespace`, v3 lists `namespace_name`. */
const listedFields = {
  ...fields,
  namespace: optional(string),
  namespace_name: optional(string),
  created_at: time,
  updated_at: time,
};
const wireListed = object(listedFields);

function infoOf(wire: Decoded<typeof wireListed>): RepositoryInfo {
  const organization = wire.namespace ?? wire.namespace_name ?? '';
  return {
    name: `${organization}/${wire.name}`,
    organization,
    public: wire.is_public,
    category: wire.category,
    description: wire.description,
    tagCount: wire.num_images,
    size: wire.size,
    downloads: wire.num_download,
    createdAt: wire.created_at,
    updatedAt: wire.updated_at,
  };
}

const own = map(wireListed, infoOf);
const wireShared = object({ ...listedFields, domain_name: text, status: withDefault(boolean, false) });
const shared = map(wireShared, (wire): SharedRepository => ({
  ...infoOf(wire),
  owner: wire.domain_name,
  isValid: wire.status,
}));

/** v3 lists go by marker. The end has none; 0 and -1 have been meant as one. */
const pageOf = <T>(item: Decoder<T>): Decoder<Page<T>> =>
  map(object({ repos: list(item), nextMarker: withDefault(looseNumber, 0) }), ({ repos, nextMarker }) => ({
    items: repos,
    ...(nextMarker <= 0 ? {} : { next: String(nextMarker) }),
  }));

/** Own repositories, page by page. Source: SWR API reference, "Querying the Image Repository List". */
export const listRepositories = endpoint({
  does: 'list the repositories {namespace}',
  method: 'GET',
  path: '/v2/manage/repos',
  query: ['namespace', 'name', 'category', 'limit', 'offset', 'order_column', 'order_type', 'is_public'],
  decode: list(own),
});

/** The same by marker, where the feature gate `enable_list_v3` is on. */
export const listRepositoriesByMarker = endpoint({
  does: 'list the repositories {namespace}',
  method: 'GET',
  path: '/v3/manage/repos',
  query: ['namespace', 'name', 'category', 'limit', 'marker', 'is_public'],
  decode: pageOf(own),
});

/** `center`: `self` for what the caller shares, `thirdparty` for what others share with the caller. */
export const listSharedRepositories = endpoint({
  does: 'list the shared repositories',
  method: 'GET',
  path: '/v2/manage/shared-repositories',
  query: ['center', 'namespace', 'name', 'limit', 'offset', 'order_column', 'order_type', 'domain_name', 'status'],
  decode: list(shared),
});

/** `shared_by` is what v2 calls `center`. */
export const listSharedRepositoriesByMarker = endpoint({
  does: 'list the shared repositories',
  method: 'GET',
  path: '/v3/manage/shared-repositories',
  query: ['shared_by', 'namespace', 'name', 'limit', 'marker', 'status'],
  decode: pageOf(shared),
});

/** What one repository says of itself: all but its organization. */
export type RepositoryDetails = Omit<RepositoryInfo, 'name' | 'organization'> & {
  /** Without the organization. */
  readonly repository: string;
};

/** The times have other names here than in lists. Source: SWR API reference, "Querying an Image Repository". */
export const getRepository = endpoint({
  does: 'show repository {namespace}/{repository}',
  method: 'GET',
  path: '/v2/manage/namespaces/{namespace}/repos/{repository}',
  decode: map(object({ ...fields, created: time, updated: time }), (wire): RepositoryDetails => ({
    repository: wire.name,
    public: wire.is_public,
    category: wire.category,
    description: wire.description,
    tagCount: wire.num_images,
    size: wire.size,
    downloads: wire.num_download,
    createdAt: wire.created,
    updatedAt: wire.updated,
  })),
});

const encodeSettings = (settings: RepositorySettings): object => ({
  is_public: settings.public,
  // An empty category is none of the documented ones, so it is left out.
  ...(settings.category === '' ? {} : { category: settings.category }),
  description: settings.description,
});

/** Source: SWR API reference, "Creating an Image Repository". */
export const createRepository = endpoint({
  does: 'create repository {namespace}/{repository}',
  method: 'POST',
  path: '/v2/manage/namespaces/{namespace}/repos',
  encode: ({ repository, ...settings }: RepositorySettings & { readonly repository: string }) => ({
    repository,
    ...encodeSettings(settings),
  }),
  decode: nothing,
});

/** The fields of an update that are left out may be reset by the service, so all three are sent. */
export interface RepositorySettings {
  readonly public: boolean;
  readonly category: string;
  readonly description: string;
}

export const updateRepository = endpoint({
  does: 'change {namespace}/{repository}',
  method: 'PATCH',
  path: '/v2/manage/namespaces/{namespace}/repos/{repository}',
  encode: (body: RepositorySettings) => encodeSettings(body),
  decode: nothing,
});

/** Tags go with it; an older service refuses while there are any (4060012). */
export const deleteRepository = endpoint({
  does: 'remove repository {namespace}/{repository}',
  method: 'DELETE',
  path: '/v2/manage/namespaces/{namespace}/repos/{repository}',
  decode: nothing,
});

const ACCESS = '/v2/manage/namespaces/{namespace}/repos/{repository}/access';

/** Rights of users on the repository alone. Source: SWR API reference, "Querying Image Permissions". */
export const listRepositoryGrants = endpoint({
  does: 'list the permissions of {namespace}/{repository}',
  method: 'GET',
  path: ACCESS,
  decode: grants,
});

export const createRepositoryGrants = endpoint({
  does: 'give permissions on {namespace}/{repository}',
  method: 'POST',
  path: ACCESS,
  encode: (body: readonly Grant[]) => encodeGrants(body),
  decode: nothing,
});

export const updateRepositoryGrants = endpoint({
  does: 'change permissions on {namespace}/{repository}',
  method: 'PATCH',
  path: ACCESS,
  encode: (body: readonly Grant[]) => encodeGrants(body),
  decode: nothing,
});

/** By user id. */
export const deleteRepositoryGrants = endpoint({
  does: 'take permissions on {namespace}/{repository}',
  method: 'DELETE',
  path: ACCESS,
  encode: (userIds: readonly string[]) => userIds,
  decode: nothing,
});
