import { json, type Reply } from '../server/handler.ts';
import { byNewest, REPOSITORIES, TAGS, type Namespace, type Repository } from '../domain/records.ts';
import { repositoryLevel } from '../domain/rights.ts';
import { ownNamespaces } from './namespaces.ts';
import { listParameters, markerPage, pageReply, sortRecords, type Columns } from './paging.ts';
import { encodeListed, encodeListedV3 } from './repository-shapes.ts';
import { namespaceOf, type Call, type Operation } from './route.ts';

/** Lists of the caller's own repositories. */
export const repositoryLists: readonly Operation[] = [
  { method: 'GET', path: '/v2/manage/repos', handle: listRepositories },
  { method: 'GET', path: '/v2/manage/namespaces/{namespace}/repos', handle: listOfNamespace },
  { method: 'GET', path: '/v3/manage/repos', handle: listRepositoriesV3 },
];

const KEYS = ['namespace', 'name', 'category', 'is_public', 'limit', 'offset', 'order_column', 'order_type'];

const newest = byNewest<Repository>(({ updatedAt }) => updatedAt);

interface Found {
  readonly repository: Repository;
  readonly namespace: Namespace;
}

/** What the caller may read, filtered; newest change first. */
function findRepositories(call: Call, parameters: URLSearchParams): readonly Found[] {
  const { world, caller } = call;
  const name = parameters.get('name') ?? '';
  const wanted = (key: string, value: string): boolean =>
    (parameters.get(key) ?? '') === '' || parameters.get(key) === value;
  return ownNamespaces(call)
    .filter((namespace) => wanted('namespace', namespace.name))
    .flatMap((namespace) =>
      world.database
        .all(REPOSITORIES, `${caller.region}/${namespace.name}`)
        .map((repository) => ({ repository, namespace })),
    )
    .filter(({ repository }) => {
      const place = { region: caller.region, namespace: repository.namespace, repository: repository.name };
      return repositoryLevel(world, caller.user, place) > 0;
    })
    .filter(({ repository }) => repository.name.includes(name))
    .filter(({ repository }) => wanted('category', repository.category))
    .filter(({ repository }) => wanted('is_public', String(repository.isPublic)))
    .sort((a, b) => newest(a.repository, b.repository));
}

function columnsOf({ world, caller }: Call): Columns<Found> {
  return {
    updated_time: ({ repository }) => Date.parse(repository.updatedAt),
    updated_at: ({ repository }) => Date.parse(repository.updatedAt),
    name: ({ repository }) => repository.name,
    namespace: ({ repository }) => repository.namespace,
    is_public: ({ repository }) => Number(repository.isPublic),
    tag_count: ({ repository: { namespace, name } }) =>
      world.database.all(TAGS, `${caller.region}/${namespace}/${name}`).length,
  };
}

function listRepositories(call: Call): Reply {
  const parameters = listParameters(call.query, KEYS);
  const found = sortRecords(findRepositories(call, parameters), parameters, columnsOf(call));
  return pageReply(found, parameters, ({ repository, namespace }, total) =>
    encodeListed(call, repository, namespace, total),
  );
}

/** Undocumented, but in use. Source: docs/reference/service.md#undocumented-calls. */
function listOfNamespace(call: Call): Reply {
  const { namespace } = namespaceOf(call, 1);
  const query = new URLSearchParams(call.query);
  query.set('namespace', namespace.name);
  return listRepositories({ ...call, query });
}

function listRepositoriesV3(call: Call): Reply {
  const found = findRepositories(call, call.query);
  const { page, next } = markerPage(found, call.query, ({ repository }) => String(repository.id));
  const repos = page.map(({ repository, namespace }) => encodeListedV3(call, repository, namespace));
  return json(200, { repos, ...(next === undefined ? {} : { nextMarker: Number(next) }) });
}
