import { object, string } from '../../base/decode.ts';
import { drop, put, remove } from '../store/database.ts';
import { empty, json, type Reply } from '../server/handler.ts';
import {
  formatTime,
  NAMESPACES,
  NAMESPACE_GRANTS,
  REPOSITORIES,
  REPOSITORY_GRANTS,
  type Level,
  type Namespace,
} from '../domain/records.ts';
import { namespaceLevel } from '../domain/rights.ts';
import { fail } from './errors.ts';
import { decodeFilter } from './paging.ts';
import { namespaceOf, type Call, type Operation } from './route.ts';

const NAME = /^[a-z][a-z0-9]*(?:(?:\.|__?|-+)[a-z0-9]+)*$/;
const MAX_NAME_LENGTH = 64;
/** Names whose management paths would hide the registry's: of both editions, and ids of projects. */
const RESERVED = /^(?:manage|instances|[0-9a-f]{32})$/;

/** Organizations. */
export const namespaceOperations: readonly Operation[] = [
  { method: 'POST', path: '/v2/manage/namespaces', handle: createNamespace },
  { method: 'GET', path: '/v2/manage/namespaces', handle: listNamespaces },
  { method: 'GET', path: '/v2/manage/namespaces/{namespace}', handle: showNamespace },
  { method: 'DELETE', path: '/v2/manage/namespaces/{namespace}', handle: deleteNamespace },
];

const decodeCreate = object({ namespace: string });

export function isNamespaceName(name: string): boolean {
  return name.length <= MAX_NAME_LENGTH && NAME.test(name) && !RESERVED.test(name);
}

/** Organizations of the caller's account in this region. */
export function ownNamespaces({ world, caller }: Pick<Call, 'world' | 'caller'>): readonly Namespace[] {
  return world.database.all(NAMESPACES, caller.region).filter(({ accountId }) => accountId === caller.user.account.id);
}

async function createNamespace(call: Call): Promise<Reply> {
  await addNamespace(call, call.body(decodeCreate).namespace);
  return json(201, {});
}

/** @throws {Refusal} for a bad or taken name, or a used-up quota. */
export async function addNamespace(call: Pick<Call, 'world' | 'caller'>, name: string): Promise<void> {
  const { world, caller } = call;
  if (!isNamespaceName(name)) throw fail(4001028);
  if (world.database.get(NAMESPACES, caller.region, name) !== undefined) throw fail(4090060);
  if (ownNamespaces(call).length >= world.quotas.namespace) throw fail(4000097);
  const { user, region } = caller;
  const namespace: Namespace = {
    id: world.database.nextId(),
    name,
    accountId: user.account.id,
    creatorId: user.id,
    creatorName: user.name,
    createdAt: formatTime(world.now()),
  };
  const grant = { userId: user.id, userName: user.name, level: 7 as const };
  await world.database.write(
    put(NAMESPACES, region, name, namespace),
    put(NAMESPACE_GRANTS, `${region}/${name}`, user.id, grant),
  );
}

function encodeNamespace({ world, caller }: Call, namespace: Namespace, level: Level): Record<string, unknown> {
  const scope = `${caller.region}/${namespace.name}`;
  return {
    id: namespace.id,
    name: namespace.name,
    creator_name: namespace.creatorName,
    auth: level,
    access_user_count: world.database.all(NAMESPACE_GRANTS, scope).length,
    repo_count: world.database.all(REPOSITORIES, scope).length,
  };
}

/** Grants on the organization; with `mode::visible` also those that only show through a repository. */
function listNamespaces(call: Call): Reply {
  const { world, caller, query } = call;
  const filter = query.has('filter') ? decodeFilter(query.get('filter') ?? '', ['namespace', 'mode']) : query;
  const name = filter.get('namespace');
  const isVisible = filter.get('mode') === 'visible';
  const namespaces = ownNamespaces(call)
    .filter((namespace) => name === null || namespace.name === name)
    .map((namespace) => ({ namespace, level: namespaceLevel(world, caller.user, caller.region, namespace) }))
    .filter(({ namespace, level }) => level > 0 || (isVisible && hasRepositoryGrant(call, namespace)))
    .map(({ namespace, level }) => encodeNamespace(call, namespace, level));
  return json(200, { namespaces });
}

function hasRepositoryGrant({ world, caller }: Call, namespace: Namespace): boolean {
  const scope = `${caller.region}/${namespace.name}`;
  return world.database
    .all(REPOSITORIES, scope)
    .some(({ name }) => world.database.get(REPOSITORY_GRANTS, `${scope}/${name}`, caller.user.id) !== undefined);
}

function showNamespace(call: Call): Reply {
  const { namespace, level } = namespaceOf(call, 1);
  return json(200, encodeNamespace(call, namespace, level));
}

async function deleteNamespace(call: Call): Promise<Reply> {
  const { namespace, scope } = namespaceOf(call, 7);
  const { database } = call.world;
  if (database.all(REPOSITORIES, scope).length > 0) throw fail(4060074);
  await database.write(remove(NAMESPACES, call.caller.region, namespace.name), drop(NAMESPACE_GRANTS, scope));
  return empty(204);
}
