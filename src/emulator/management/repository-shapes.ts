import { accountName } from '../iam/directory.ts';
import { BLOBS, TAGS, type Namespace, type Repository } from '../domain/records.ts';
import type { Call } from './route.ts';

/** What all three shapes share. */
function encodeCommon({ world, caller }: Call, repository: Repository): Record<string, unknown> {
  const scope = `${caller.region}/${repository.namespace}/${repository.name}`;
  return {
    name: repository.name,
    category: repository.category,
    description: repository.description,
    size: world.database.all(BLOBS, scope).reduce((sum, { size }) => sum + size, 0),
    is_public: repository.isPublic,
    num_images: world.database.all(TAGS, scope).length,
    num_download: repository.downloads,
  };
}

function encodePaths({ host }: Call, { namespace, name }: Repository): Record<string, unknown> {
  return { url: '', path: `${host}/${namespace}/${name}`, internal_path: `${host}/${namespace}/${name}` };
}

/** ShowRepositoryResponse: `created` and `updated` here, `created_at` and `updated_at` in lists. */
export function encodeRepository(call: Call, repository: Repository, namespace: Namespace): Record<string, unknown> {
  return {
    id: repository.id,
    ns_id: namespace.id,
    ...encodeCommon(call, repository),
    creator_id: repository.creatorId,
    creator_name: repository.creatorName,
    ...encodePaths(call, repository),
    created: repository.createdAt,
    updated: repository.updatedAt,
    domain_id: namespace.accountId,
    priority: 0,
  };
}

/** ShowReposResp: an item of a v2 list. */
export function encodeListed(
  call: Call,
  repository: Repository,
  namespace: Namespace,
  total: number,
): Record<string, unknown> {
  const scope = `${call.caller.region}/${repository.namespace}/${repository.name}`;
  return {
    ...encodeCommon(call, repository),
    ...encodePaths(call, repository),
    created_at: repository.createdAt,
    updated_at: repository.updatedAt,
    logo: '',
    domain_name: accountName(call.world, namespace.accountId),
    namespace: repository.namespace,
    tags: call.world.database.all(TAGS, scope).map(({ name }) => name),
    status: false,
    total_range: total,
  };
}

/** ShowReposRespV3: an item of a v3 list. */
export function encodeListedV3(call: Call, repository: Repository, namespace: Namespace): Record<string, unknown> {
  return {
    id: repository.id,
    ...encodeCommon(call, repository),
    created_at: repository.createdAt,
    updated_at: repository.updatedAt,
    domain_name: accountName(call.world, namespace.accountId),
    namespace_name: repository.namespace,
    status: false,
  };
}
