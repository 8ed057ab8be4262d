import { boolean, object, optional, string, type Decoder } from '../../base/decode.ts';
import { collectContent } from '../domain/content-collection.ts';
import { drop, put, remove } from '../store/database.ts';
import { empty, json, type Reply } from '../server/handler.ts';
import { BLOBS, formatTime, MANIFESTS, REPOSITORIES, type Repository } from '../domain/records.ts';
import { REPOSITORY_PARTS } from '../domain/repository-parts.ts';
import { isRepositoryQuotaUsed } from '../domain/repository-quota.ts';
import { namespaceScope } from '../domain/place.ts';
import { fail } from './errors.ts';
import { repositoryLists } from './repository-lists.ts';
import { encodeRepository } from './repository-shapes.ts';
import { namespaceOf, repositoryOf, type Call, type Operation } from './route.ts';

const NAME = /^[a-z0-9]+(?:(?:\.|\/|__?|-+)[a-z0-9]+)*$/;
const MAX_NAME_LENGTH = 128;
const MAX_DESCRIPTION_LENGTH = 30_000;
const CATEGORIES = ['app_server', 'linux', 'framework_app', 'database', 'lang', 'other', 'windows', 'arm'];
const PATH = '/v2/manage/namespaces/{namespace}/repos/{repository}';

/** Repositories: one by one here, lists in their own file. */
export const repositoryOperations: readonly Operation[] = [
  ...repositoryLists,
  { method: 'POST', path: '/v2/manage/namespaces/{namespace}/repos', handle: createRepository },
  { method: 'GET', path: PATH, handle: showRepository },
  { method: 'PATCH', path: PATH, handle: updateRepository },
  { method: 'DELETE', path: PATH, handle: deleteRepository },
];

/** `is_public` has an error of its own, for anything but true and false. */
const publicFlag: Decoder<boolean> = (value, at) => {
  if (typeof value !== 'boolean') throw fail(4001009);
  return boolean(value, at);
};

const attributes = { category: optional(string), description: optional(string) };
const decodeCreate = object({ repository: string, is_public: publicFlag, ...attributes });
const decodeUpdate = object({ is_public: optional(publicFlag), ...attributes });

function checkAttributes({
  category,
  description,
}: {
  category: string | undefined;
  description: string | undefined;
}): {
  category: string;
  description: string;
} {
  const known = category === 'arms' ? 'arm' : (category ?? '');
  if (known !== '' && !CATEGORIES.includes(known)) throw fail(4000014, 'category');
  if ((description ?? '').length > MAX_DESCRIPTION_LENGTH) throw fail(4131012);
  return { category: known, description: description ?? '' };
}

async function createRepository(call: Call): Promise<Reply> {
  const { world, caller } = call;
  const { namespace, scope } = namespaceOf(call, 3);
  const body = call.body(decodeCreate);
  const name = body.repository.replaceAll('$', '/');
  if (name.length > MAX_NAME_LENGTH || !NAME.test(name)) throw fail(4001029);
  if (world.database.get(REPOSITORIES, scope, name) !== undefined) throw fail(4090006);
  if (isRepositoryQuotaUsed(world, { region: caller.region, namespace: namespace.name })) throw fail(4000098);
  const now = formatTime(world.now());
  const repository: Repository = {
    ...checkAttributes(body),
    id: world.database.nextId(),
    namespace: namespace.name,
    name,
    isPublic: body.is_public,
    downloads: 0,
    creatorId: caller.user.id,
    creatorName: caller.user.name,
    createdAt: now,
    updatedAt: now,
  };
  await world.database.write(put(REPOSITORIES, scope, name, repository));
  return json(201, {});
}

function showRepository(call: Call): Reply {
  const { repository, namespace } = repositoryOf(call, 1);
  return json(200, encodeRepository(call, repository, namespace));
}

/** A category or description that is left out is emptied; is_public stays. Nobody has recorded what the service does. */
async function updateRepository(call: Call): Promise<Reply> {
  const { repository } = repositoryOf(call, 3);
  const body = call.body(decodeUpdate);
  const changed: Repository = {
    ...repository,
    ...checkAttributes(body),
    isPublic: body.is_public ?? repository.isPublic,
    updatedAt: formatTime(call.world.now()),
  };
  const scope = namespaceScope({ region: call.caller.region, namespace: repository.namespace });
  await call.world.database.write(put(REPOSITORIES, scope, repository.name, changed));
  return json(201, {});
}

/** Tags go with the repository. */
async function deleteRepository(call: Call): Promise<Reply> {
  const { repository, scope } = repositoryOf(call, 7);
  const outer = namespaceScope({ region: call.caller.region, namespace: repository.namespace });
  const { world } = call;
  const content = [...world.database.all(BLOBS, scope), ...world.database.all(MANIFESTS, scope)];
  await world.database.write(
    remove(REPOSITORIES, outer, repository.name),
    ...REPOSITORY_PARTS.map((part) => drop(part, scope)),
  );
  await collectContent(
    world,
    content.map(({ digest }) => digest),
  );
  return empty(204);
}
