import { accountName } from '../iam/directory.ts';
import { json, type Reply } from '../server/handler.ts';
import { namespaceScope, placeOfScope, repositoryScope, type Place } from '../domain/place.ts';
import { byNewest, NAMESPACES, REPOSITORIES, TAGS, type Namespace, type Repository } from '../domain/records.ts';
import { repositoryLevel } from '../domain/rights.ts';
import { isValidShare, SHARES } from '../domain/shares.ts';
import { fail } from './errors.ts';
import { listParameters, markerPage, pageReply, sortRecords, type Columns } from './paging.ts';
import { encodeListed, encodeListedV3 } from './repository-shapes.ts';
import type { Call, Operation } from './route.ts';

/** Lists of what one account shares with another. */
export const sharedLists: readonly Operation[] = [
  { method: 'GET', path: '/v2/manage/shared-repositories', handle: listShared },
  { method: 'GET', path: '/v3/manage/shared-repositories', handle: listSharedV3 },
];

const KEYS = [
  ...['center', 'name', 'limit', 'offset', 'namespace'],
  ...['order_column', 'order_type', 'domain_name', 'status'],
];

interface Shared {
  readonly repository: Repository;
  readonly namespace: Namespace;
  /** For what was received: whether the share still holds. Else false, without meaning. */
  readonly status: boolean;
}

/** @param side `self`: shared by the caller's account; `thirdparty`: shared with it. @throws {Refusal} 4001025 */
function findShared(call: Call, side: string | null, parameters: URLSearchParams): readonly Shared[] {
  if (side !== 'self' && side !== 'thirdparty') throw fail(4001025, 'self or thirdparty');
  const wanted = (key: string, value: string): boolean =>
    (parameters.get(key) ?? '') === '' || parameters.get(key) === value;
  const newest = byNewest<Repository>(({ updatedAt }) => updatedAt);
  return call.world.database
    .scopes(SHARES)
    .map(placeOfScope)
    .filter(({ region }) => region === call.caller.region)
    .flatMap((place) => (side === 'self' ? givenAt(call, place) : receivedAt(call, place)))
    .filter(({ repository, namespace }) => wanted('namespace', namespace.name) && matchesName(repository, parameters))
    .filter(({ namespace }) => wanted('domain_name', accountName(call.world, namespace.accountId)))
    .filter(({ status }) => side === 'self' || wanted('status', String(status)))
    .sort((a, b) => newest(a.repository, b.repository));
}

function matchesName({ name }: Repository, parameters: URLSearchParams): boolean {
  return name.includes(parameters.get('name') ?? '');
}

function givenAt(call: Call, place: Place): Shared[] {
  const found = foundAt(call, place);
  const isMine = found?.namespace.accountId === call.caller.user.account.id;
  if (found === undefined || !isMine || repositoryLevel(call.world, call.caller.user, place) < 1) return [];
  return call.world.database.all(SHARES, repositoryScope(place)).length === 0 ? [] : [{ ...found, status: false }];
}

function receivedAt(call: Call, place: Place): Shared[] {
  const found = foundAt(call, place);
  const share = call.world.database.get(SHARES, repositoryScope(place), call.caller.user.account.name);
  if (found === undefined || share === undefined) return [];
  return [{ ...found, status: isValidShare(share, call.world.now()) }];
}

function foundAt({ world: { database } }: Call, place: Place): Omit<Shared, 'status'> | undefined {
  const namespace = database.get(NAMESPACES, place.region, place.namespace);
  const repository = database.get(REPOSITORIES, namespaceScope(place), place.repository);
  return namespace === undefined || repository === undefined ? undefined : { namespace, repository };
}

function columnsOf({ world, caller }: Call): Columns<Shared> {
  return {
    updated_at: ({ repository }) => Date.parse(repository.updatedAt),
    updated_time: ({ repository }) => Date.parse(repository.updatedAt),
    name: ({ repository }) => repository.name,
    namespace: ({ namespace }) => namespace.name,
    domain_name: ({ namespace }) => accountName(world, namespace.accountId),
    tag_count: ({ repository: { namespace, name } }) =>
      world.database.all(TAGS, `${caller.region}/${namespace}/${name}`).length,
  };
}

function listShared(call: Call): Reply {
  const parameters = listParameters(call.query, KEYS);
  const side = parameters.get('center') ?? call.query.get('center');
  const shared = sortRecords(findShared(call, side, parameters), parameters, columnsOf(call));
  return pageReply(shared, parameters, ({ repository, namespace, status }, total) => ({
    ...encodeListed(call, repository, namespace, total),
    status,
  }));
}

function listSharedV3(call: Call): Reply {
  const shared = findShared(call, call.query.get('shared_by'), call.query);
  const { page, next } = markerPage(shared, call.query, ({ repository }) => String(repository.id));
  const repos = page.map(({ repository, namespace, status }) => ({
    ...encodeListedV3(call, repository, namespace),
    status,
  }));
  return json(200, { repos, ...(next === undefined ? {} : { nextMarker: Number(next) }) });
}
