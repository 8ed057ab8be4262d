import { object, string } from '../../../base/decode.ts';
import { put } from '../../store/database.ts';
import { empty, json, type Reply } from '../../server/handler.ts';
import { byNewest, formatTime, MANIFESTS, REPOSITORIES, TAGS } from '../../domain/records.ts';
import { namespaceScope } from '../../domain/place.ts';
import { versionsOf } from '../artifacts.ts';
import { recordAudit } from '../audit.ts';
import {
  inInstance,
  namespaceOf,
  visibleInstances,
  type EnterpriseCall,
  type EnterpriseOperation,
  type InstanceCall,
} from '../call.ts';
import { requireMutable } from '../immutability.ts';
import { choiceOf, markedPage, offsetPage, wholeOf } from '../paging.ts';
import { removeRepositories, repositoriesOf, repositoryOf, type Found } from '../repositories.ts';
import type { Instance } from '../records.ts';

const REPOSITORY = 'namespaces/{namespace}/repositories/{repository}';

/** Repositories. They come into being by a push; there is no call for it. */
export const repositoryOperations: readonly EnterpriseOperation[] = [
  inInstance('GET', 'repositories', 1, listOfInstance),
  inInstance('GET', 'namespaces/{namespace}/repositories', 1, listOfNamespace),
  inInstance('GET', REPOSITORY, 1, (call) => json(200, encodeRepository(call, repositoryOf(call)))),
  inInstance('PUT', REPOSITORY, 3, updateRepository),
  inInstance('DELETE', REPOSITORY, 7, deleteRepository),
  { method: 'GET', path: '{project}/repositories', handle: listOfProject },
];

function encodeRepository(
  { world }: Pick<EnterpriseCall, 'world'>,
  { repository, namespace, scope }: Found,
): Record<string, unknown> {
  return {
    id: repository.id,
    name: repository.name,
    namespace_name: namespace.name,
    namespace_id: namespace.id,
    tag_count: world.database.all(TAGS, scope).length,
    pull_count: repository.downloads,
    artifact_count: versionsOf(world, scope).length,
    description: repository.description,
    created_at: repository.createdAt,
    updated_at: repository.updatedAt,
  };
}

function listOfInstance(call: InstanceCall): Reply {
  const namespaceId = wholeOf(call.query, 'namespace_id');
  const all = repositoriesOf(call.world, call.instance);
  return listed(
    call,
    all.filter(({ namespace }) => namespaceId === undefined || namespace.id === namespaceId),
  );
}

function listOfNamespace(call: InstanceCall): Reply {
  const { id } = namespaceOf(call);
  return listed(
    call,
    repositoriesOf(call.world, call.instance).filter(({ namespace }) => namespace.id === id),
  );
}

/** Sorted as the query says; the latest first, unless it says otherwise. */
function listed(call: InstanceCall, found: readonly Found[]): Reply {
  const column = choiceOf(call.query, 'order_column', ['created_at', 'updated_at']);
  const direction = choiceOf(call.query, 'order_type', ['desc', 'asc']);
  const newest = byNewest<Found['repository']>(
    column === 'updated_at' ? (one) => one.updatedAt : (one) => one.createdAt,
  );
  const sorted = [...found].sort((a, b) => newest(a.repository, b.repository));
  const page = offsetPage(direction === 'asc' ? sorted.reverse() : sorted, call.query);
  return json(200, { repositories: page.map((one) => encodeRepository(call, one)), total: found.length });
}

const PROJECT_PAGE = { defaultLimit: 100, maxLimit: 100 };

/** Those of all instances of the project. Whether a name has to be whole is not public; here a part will do. */
function listOfProject(call: EnterpriseCall): Reply {
  const { query, world } = call;
  const name = query.get('name') ?? '';
  const found = visibleInstances(call)
    .flatMap((instance) => repositoriesOf(world, instance).map((one) => ({ ...one, instance })))
    .filter(({ repository }) => repository.name.includes(name))
    .sort((a, b) => a.repository.id - b.repository.id);
  const { page, next } = markedPage(found, query, ({ repository }) => String(repository.id), PROJECT_PAGE);
  return json(200, {
    repositories: page.map((one) => ({
      ...encodeRepository(call, one),
      instance_id: one.instance.id,
      instance_name: one.instance.name,
      resource_urn: urnOf(one.instance, one),
    })),
    page_info: next === undefined ? {} : { next_marker: next },
  });
}

const urnOf = ({ region, accountId, name }: Instance, { place }: Found): string =>
  `swr:${region}:${accountId}:repository:${name}/${place.namespace}/${place.repository}`;

const decodeUpdate = object({ description: string });

async function updateRepository(call: InstanceCall): Promise<Reply> {
  const { place, repository } = repositoryOf(call);
  const { description } = call.body(decodeUpdate);
  const updatedAt = formatTime(call.world.now());
  const after = { ...repository, description, updatedAt };
  await call.world.database.write(put(REPOSITORIES, namespaceScope(place), repository.name, after));
  return empty(200);
}

/** Everything in it goes along, but what a rule protects does not. */
async function deleteRepository(call: InstanceCall): Promise<Reply> {
  const { world, instance, caller } = call;
  const { place, repository, scope } = repositoryOf(call);
  for (const { digest } of world.database.all(MANIFESTS, scope)) requireMutable(world, place, undefined, digest);
  await removeRepositories(world, instance, [repository]);
  await recordAudit(world, place, 'delete', undefined, caller.user.id);
  return empty(204);
}
