import { object, parseJson, string } from '../../base/decode.ts';
import { hasCode } from '../../base/errors.ts';
import { basicOf, checkLogin, type Login } from '../iam/docker-login.ts';
import { empty, hostOf, json, readBody, type Reply, type Request, type Route } from '../server/handler.ts';
import { addNamespace, ownNamespaces } from '../management/namespaces.ts';
import { fail } from '../management/errors.ts';
import { BLOBS, REPOSITORIES, TAGS } from '../domain/records.ts';
import { refuse, registryError } from './errors.ts';
import { namespaceLevel, repositoryLevel } from '../domain/rights.ts';
import type { World } from '../domain/world.ts';

const MAX_BODY = 64 * 1024;
const DEFAULT_LIMIT = 25;

const decodeNamespace = object({ namespace: string });

/**
 * Undocumented lists on the registry host, with the docker login as Basic. Source:
 * docs/reference/registry.md#listing-repositories.
 */
export function dockyardRoutes(world: World): Route[] {
  const route = (
    method: string,
    path: string,
    handle: (login: Login, request: Request) => Reply | Promise<Reply>,
  ): Route => ({
    method,
    path,
    handle: (request) => handle(loginOf(world, request), request),
  });
  return [
    route('GET', '/dockyard/v2/repositories', (login, request) => listRepositories(world, login, request)),
    route('GET', '/dockyard/v2/namespaces', (login) => json(200, { namespaces: listNamespaces(world, login) })),
    route('GET', '/dockyard/v2/visible/namespaces', (login) => json(200, { namespaces: listNamespaces(world, login) })),
    route('POST', '/dockyard/v2/namespaces', (login, request) => createNamespace(world, login, request)),
    {
      method: 'GET',
      path: '/dockyard/v2/namespaces/{namespace}',
      handle: (request, { namespace }) => {
        const found = listNamespaces(world, loginOf(world, request)).find(({ name }) => name === namespace);
        return json(200, found ?? {}); // nothing, but no error: Harbor makes it then
      },
    },
  ];
}

function loginOf(world: World, request: Request): Login {
  const basic = basicOf(request);
  const login = basic === undefined ? undefined : checkLogin(world, basic.user, basic.password);
  if (login !== undefined) return login;
  throw refuse(401, 'DENIED', basic === undefined ? 'You may not login yet' : 'Authenticate Error');
}

async function createNamespace(world: World, login: Login, request: Request): Promise<Reply> {
  const bytes = await readBody(request.body, MAX_BODY, registryError(413, 'DENIED', 'body too large'));
  try {
    const { namespace } = decodeNamespace(parseJson(bytes.toString('utf8'), 'body'), 'body');
    await addNamespace({ world, caller: login }, namespace);
  } catch (error) {
    if (hasCode(error, 'API_SHAPE')) throw fail(4001018, error.message);
    throw error;
  }
  return empty(201);
}

function listNamespaces(world: World, { user, region }: Login): { id: number; name: string }[] {
  return ownNamespaces({ world, caller: { user, region } })
    .map((namespace) => ({ namespace, auth: namespaceLevel(world, user, region, namespace) }))
    .filter(({ auth }) => auth > 0)
    .map(({ namespace: { id, name, creatorName }, auth }) => ({ id, name, creator_name: creatorName, auth }));
}

function listRepositories(world: World, { user, region }: Login, request: Request): Reply {
  const limit = Number(request.query.get('limit') ?? DEFAULT_LIMIT);
  const offset = Number(request.query.get('offset') ?? 0);
  const repositories = ownNamespaces({ world, caller: { user, region } })
    .flatMap(({ name }) => world.database.all(REPOSITORIES, `${region}/${name}`))
    .filter(({ namespace, name }) => repositoryLevel(world, user, { region, namespace, repository: name }) > 0);
  const page = repositories.slice(offset, offset + limit).map((repository) => ({
    id: repository.id,
    name: repository.name,
    namespace: repository.namespace,
    namespace_name: repository.namespace,
    path: `${hostOf(request)}/${repository.namespace}/${repository.name}`,
    is_public: repository.isPublic,
    tags: world.database.all(TAGS, `${region}/${repository.namespace}/${repository.name}`).map(({ name }) => name),
    size: world.database
      .all(BLOBS, `${region}/${repository.namespace}/${repository.name}`)
      .reduce((sum, { size }) => sum + size, 0),
    created_at: repository.createdAt,
    updated_at: repository.updatedAt,
    total_range: repositories.length,
  }));
  return json(200, page);
}
