import { describe, expect, it } from 'vitest';
import { createSwrClient } from '../../src/swr/client.ts';
import { createRetention } from '../../src/swr/endpoints/retentions.ts';
import { createNamespace, createNamespaceGrants, listNamespaces } from '../../src/swr/endpoints/namespaces.ts';
import { createRepository, updateRepository } from '../../src/swr/endpoints/repositories.ts';
import { createShare, updateShare } from '../../src/swr/endpoints/shares.ts';
import { createSyncRule, listSyncJobs, startSync } from '../../src/swr/endpoints/syncs.ts';
import { createTag, listTags } from '../../src/swr/endpoints/tags.ts';
import { createTrigger, updateTrigger } from '../../src/swr/endpoints/triggers.ts';
import { createTestHttp } from '../support/test-http.ts';
import { sendJson, startServer } from '../support/scripted-server.ts';
import { loadEndpoints, readOperations, routeOf, type AnyEndpoint, type Operation } from '../support/wire.ts';

const operations = await readOperations();
const endpoints = await loadEndpoints();
const endpointOf = (operation: Operation): AnyEndpoint | undefined =>
  endpoints.find((candidate) => routeOf(candidate) === routeOf(operation));
const body = (name: string): unknown => operations.find(({ operation }) => operation === name)?.body;

describe('endpoints', () => {
  it('has all 59 operations, each once, and no others', () => {
    expect(operations).toHaveLength(59);
    expect(endpoints.map(routeOf).sort()).toEqual(operations.map(routeOf).sort());
  });

  it.each(operations.filter((operation) => operation.query !== undefined))(
    'asks $operation with documented parameters only',
    (operation) => {
      const found = endpointOf(operation);
      const { query = [], filterKeys } = operation;
      if (query.length === 1 && query[0] === 'filter') expect(found?.isFilter).toBe(true);
      if (found?.isFilter === true) expect(query).toContain('filter');
      expect(found?.isFilter === true ? filterKeys : query).toEqual(expect.arrayContaining([...(found?.query ?? [])]));
    },
  );

  it.each<[string, unknown]>([
    ['createNamespace', createNamespace.encode?.({ namespace: 'group-dev' })],
    [
      'createNamespaceAuth',
      createNamespaceGrants.encode?.([{ user: 'dev02', userId: '03f2c0ffee0025f41f0ac0ffee000001', level: 'edit' }]),
    ],
    [
      'createRepo',
      createRepository.encode?.({ repository: 'team/app', category: 'linux', description: 'demo', public: false }),
    ],
    ['updateRepo', updateRepository.encode?.({ public: true, category: 'linux', description: 'demo' })],
    ['createRepoTag', createTag.encode?.({ source: 'v1', destination: 'stable', isOverride: false })],
    [
      'createRepoDomains',
      createShare.encode?.({ account: 'partner', until: 'forever', description: 'release images' }),
    ],
    ['updateRepoDomains', updateShare.encode?.({ until: new Date('2027-10-01T16:00:00Z'), description: '' })],
    [
      'createRetention',
      createRetention.encode?.({ by: 'days', amount: 30, exceptTags: ['v5'], exceptPatterns: ['^release-.*$'] }),
    ],
    [
      'createTrigger',
      createTrigger.encode?.({
        name: 'deploy-web',
        condition: { by: 'all', pattern: '' },
        isEnabled: true,
        target: {
          ...{ type: 'cce', clusterId: 'a7d12e3b-0000-4000-8000-000000000001', cluster: 'prod' },
          ...{ workloadNamespace: 'default', workloadKind: 'deployment', workload: 'web', container: '' },
        },
      }),
    ],
    ['updateTrigger', updateTrigger.encode?.({ isEnabled: false })],
    [
      'createImageSyncRepo',
      createSyncRule.encode?.({ targetRegion: 'cn-east-3', targetNamespace: 'group-dev', isOverride: false }),
    ],
    [
      'createManualImageSyncRepo',
      startSync.encode?.({
        ...{ targetRegion: 'cn-east-3', targetNamespace: 'group-dev' },
        ...{ tags: ['v1', 'v2'], isOverride: true },
      }),
    ],
  ])('writes the documented body of %s', (name, encoded) => {
    expect(encoded).toEqual(body(name));
  });

  it('writes a retention rule by count', () => {
    const encoded = createRetention.encode?.({ by: 'count', amount: 20, exceptTags: [], exceptPatterns: [] });
    expect(encoded).toEqual({
      algorithm: 'or',
      rules: [{ template: 'tag_rule', params: { num: '20' }, tag_selectors: [] }],
    });
  });

  it('names the place of what is wrong in an answer', () => {
    expect(() => listTags.decode([{ digest: 'x' }], 'GET /tags')).toThrow(
      expect.objectContaining({ code: 'API_SHAPE', message: 'GET /tags[0].digest is not a digest' }),
    );
  });
});

describe('calls', () => {
  const client = async () => {
    const server = await startServer((_request, response) => sendJson(response, 200, []));
    const http = createTestHttp();
    const credential = { kind: 'access-key', accessKey: 'AK', secretKey: 'SK' } as const;
    return { server, swr: createSwrClient({ http, endpoint: server.origin, credential }) };
  };

  it('puts parameters into the filter where the service reads nothing else', async () => {
    const { server, swr } = await client();
    await swr.call(listSyncJobs, { namespace: 'team', repository: 'a/b', limit: 5, offset: 10, order: 'desc' });
    const url = new URL(server.seen[0]?.url ?? '', server.origin);
    expect(url.pathname).toBe('/v2/manage/namespaces/team/repos/a$b/sync_job');
    expect(Object.fromEntries(url.searchParams)).toEqual({ filter: 'limit::5|offset::10|order::desc' });
  });

  it('sends no empty filter', async () => {
    const { server, swr } = await client();
    await swr.call(listNamespaces, {}).catch(() => undefined); // the server answers with an array
    expect(server.seen[0]?.url).toBe('/v2/manage/namespaces');
  });
});
