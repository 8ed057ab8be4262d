import { array, boolean, map, object, optional, string } from '../../decode.ts';
import type { RepositoryInfo } from '../../model/repository.ts';
import { endpoint } from '../endpoint.ts';
import { looseNumber, text, time } from '../wire.ts';

const listed = map(
  object({
    name: string,
    namespace: string,
    is_public: boolean,
    category: text,
    description: text,
    num_images: looseNumber,
    size: looseNumber,
    num_download: optional(looseNumber),
    created_at: time,
    updated_at: time,
  }),
  (wire): RepositoryInfo => ({
    name: `${wire.namespace}/${wire.name}`,
    organization: wire.namespace,
    public: wire.is_public,
    category: wire.category,
    description: wire.description,
    tagCount: wire.num_images,
    size: wire.size,
    downloads: wire.num_download ?? 0,
    createdAt: wire.created_at,
    updatedAt: wire.updated_at,
  }),
);

/** Own repositories, page by page. Source: SWR API reference, "Querying the Image Repository List". */
export const listRepositories = endpoint({
  does: 'list the repositories {namespace}',
  method: 'GET',
  path: '/v2/manage/repos',
  query: ['namespace', 'name', 'category', 'limit', 'offset', 'order_column', 'order_type', 'is_public', 'filter'],
  decode: array(listed),
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
  encode: (body: RepositorySettings) => ({
    is_public: body.public,
    category: body.category,
    description: body.description,
  }),
  decode: () => undefined,
});
