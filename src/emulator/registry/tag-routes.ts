import { json, type Reply, type Route } from '../server/handler.ts';
import { MANIFESTS, REPOSITORIES, TAGS } from '../domain/records.ts';
import { repositoryRoute, type RegistryCall } from './access.ts';
import type { RegistryWorld } from './door.ts';
import { refuse, registryFailure } from './errors.ts';

/** The base, tag lists and the catalog. Source: OCI distribution-spec 1.1, "Content discovery". */
export function tagRoutes(world: RegistryWorld): Route[] {
  return [
    {
      method: 'GET',
      path: '/v2/',
      handle: (request) => world.door.base(request),
    },
    repositoryRoute(world, 'GET', '/v2/{name*}/tags/list', 'pull', (call) => listTags(world, call)),
    { method: 'GET', path: '/v2/_catalog', handle: (request) => catalog(world, request) },
  ];
}

function listTags(world: RegistryWorld, call: RegistryCall): Reply {
  if (call.repository === undefined) {
    if (world.quirks['tags-null']) return json(200, { name: call.name, tags: null });
    throw refuse(404, 'NAME_UNKNOWN', 'repository name not known to registry');
  }
  const names = world.database.all(TAGS, call.scope).map(({ name }) => name);
  const isUntagged = names.length === 0 && world.database.all(MANIFESTS, call.scope).length > 0;
  if (isUntagged && world.quirks['tags-null']) return json(200, { name: call.name, tags: [''] });
  const { page, link } = pageOf(names, call.request.query, `/v2/${call.name}/tags/list`);
  return json(200, { name: call.name, tags: page }, link);
}

/** Sorted names after `last`, at most `n`, and a Link to the next page when there is one. */
function pageOf(
  names: readonly string[],
  query: URLSearchParams,
  path: string,
): { page: readonly string[]; link: Record<string, string> } {
  const last = query.get('last') ?? '';
  const count = /^\d+$/.test(query.get('n') ?? '') ? Number(query.get('n')) : names.length;
  const rest = [...names].sort().filter((name) => name > last);
  const page = rest.slice(0, count);
  if (page.length === rest.length || page.length === 0) return { page, link: {} };
  const next = new URLSearchParams({ last: page.at(-1) ?? '', n: String(count) });
  return { page, link: { link: `<${path}?${next.toString()}>; rel="next"` } };
}

function catalog(world: RegistryWorld, request: RegistryCall['request']): Reply {
  const { region, userId } = world.door.identify(request);
  if (world.quirks['catalog-404']) return registryFailure(404);
  const names = world.door
    .namespaces(region)
    .flatMap((namespace) => world.database.all(REPOSITORIES, `${region}/${namespace}`))
    .filter(({ namespace, name }) => world.door.mayDo(userId, { region, namespace, repository: name }, 'pull'))
    .map(({ namespace, name }) => `${namespace}/${name}`);
  const { page, link } = pageOf(names, request.query, '/v2/_catalog');
  return json(200, { repositories: page }, link);
}
