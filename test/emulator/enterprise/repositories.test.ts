import { describe, expect, it } from 'vitest';
import { OUTSIDER } from '../../../src/emulator/iam/accounts.ts';
import { startTestEmulator } from '../../support/emulator.ts';
import { enterpriseApi } from './api.ts';
import { pushTo } from './pushes.ts';

interface Row {
  readonly id: number;
  readonly name: string;
  readonly namespace_name: string;
  readonly [key: string]: unknown;
}
interface Rows {
  readonly repositories: readonly Row[];
  readonly total?: number;
  readonly page_info?: { readonly next_marker?: string };
}

const NAMES = ['library/app', 'library/team/app', 'more/app'];

async function setUp() {
  const seed = `instances: [{ name: main, namespaces: [{ name: more }] }, { name: side }]`;
  const emulator = await startTestEmulator({ seed });
  for (const name of NAMES) await pushTo(emulator, name, ['v1', 'v2']);
  await pushTo(emulator, 'library/other', ['v1'], { index: 1 });
  return { emulator, api: enterpriseApi(emulator) };
}

const pathsOf = ({ repositories }: Rows): string[] =>
  repositories.map(({ namespace_name: namespace, name }) => `${namespace}/${name}`);

const nested = { namespace_name: 'library', repository_name: 'team/app' };

describe('lists of repositories', () => {
  it('are of the instance, newest first, or as asked for', async () => {
    const { api } = await setUp();
    const all = await api.call<Rows>('ListInstanceRepositories');
    expect(pathsOf(all)).toEqual([...NAMES].reverse());
    expect(all.total).toBe(3);
    const query = { order_column: 'created_at', order_type: 'asc' };
    expect(pathsOf(await api.call<Rows>('ListInstanceRepositories', { query }))).toEqual(NAMES);
    const second = { limit: 2, offset: 2 };
    expect(pathsOf(await api.call<Rows>('ListInstanceRepositories', { query: second }))).toEqual([NAMES[0]]);
  });

  it('are of one namespace, by its name or its number', async () => {
    const { api } = await setUp();
    const path = { namespace_name: 'more' };
    const own = await api.call<Rows>('ListNamespaceRepositories', { path });
    expect(pathsOf(own)).toEqual(['more/app']);
    const { namespace_id: id } = await api.call('ShowInstanceNamespace', { path });
    const query = { namespace_id: id as number };
    expect(pathsOf(await api.call<Rows>('ListInstanceRepositories', { query }))).toEqual(['more/app']);
  });

  it('are of all instances of the project, page after page', async () => {
    const { api, emulator } = await setUp();
    const first = await api.call<Rows>('ListAllInstanceRepositories', { query: { limit: 3 } });
    expect(first.repositories).toHaveLength(3);
    const marker = first.page_info?.next_marker ?? '';
    const second = await api.call<Rows>('ListAllInstanceRepositories', { query: { limit: 3, marker } });
    expect(second.repositories).toMatchObject([{ name: 'other', instance_name: 'side' }]);
    expect(second.page_info?.next_marker).toBeUndefined();
    expect(String(second.repositories[0]?.['resource_urn'])).toMatch(
      /^swr:cn-north-4:\w+:repository:side\/library\/other$/,
    );
    const named = await api.call<Rows>('ListAllInstanceRepositories', { query: { name: 'team' } });
    expect(pathsOf(named)).toEqual(['library/team/app']);
    const { projectId } = emulator.info;
    const stranger = { keys: OUTSIDER, path: { project_id: projectId } };
    expect((await api.refused('ListAllInstanceRepositories', stranger)).status).toBe(403);
  });

  it.each([
    ['ListInstanceRepositories', { limit: 0, offset: 0 }],
    ['ListInstanceRepositories', { limit: 101, offset: 0 }],
    ['ListInstanceRepositories', { limit: 10, offset: 5 }],
    ['ListInstanceRepositories', { limit: 10 }],
    ['ListInstanceRepositories', { order_column: 'name' }],
    ['ListInstanceRepositories', { order_type: 'up' }],
    ['ListInstanceRepositories', { namespace_id: 'more' }],
    ['ListAllInstanceRepositories', { limit: 0 }],
    ['ListAllInstanceRepositories', { limit: 101 }],
    ['ListAllInstanceRepositories', { marker: '1' }],
    ['ListAllInstanceRepositories', { marker: 'no', limit: 1 }],
  ])('refuse %s with %o', async (id, query) => {
    const { api } = await setUp();
    expect(await api.refused(id, { query: query })).toMatchObject({
      status: 400,
      code: 'SVCSTG.SWR.4000014',
    });
  });
});

describe('one repository', () => {
  it('is shown, described and counted', async () => {
    const { api } = await setUp();
    await api.call('UpdateInstanceRepository', { path: nested, body: { description: 'for all' } });
    expect(await api.call('ShowInstanceRepository', { path: nested })).toMatchObject({
      name: 'team/app',
      description: 'for all',
      tag_count: 2,
      artifact_count: 1,
      pull_count: 0,
    });
  });

  it('goes with all that is in it, and leaves a trace', async () => {
    const { api } = await setUp();
    await api.call('DeleteInstanceRepository', { path: nested });
    expect((await api.refused('ShowInstanceRepository', { path: nested })).status).toBe(404);
    expect(pathsOf(await api.call<Rows>('ListInstanceRepositories'))).toEqual(['more/app', 'library/app']);
  });

  it.each([{}, { description: 1 }, { description: null }, [], 'text'])('takes no %j', async (body) => {
    const { api } = await setUp();
    expect((await api.refused('UpdateInstanceRepository', { path: nested, body })).status).toBe(400);
  });

  it.each([
    { ...nested, repository_name: 'nope' },
    { ...nested, namespace_name: 'nope' },
    { ...nested, instance_id: 'f'.repeat(32) },
  ])('is not found at %o', async (path) => {
    const { api } = await setUp();
    for (const id of ['ShowInstanceRepository', 'DeleteInstanceRepository']) {
      expect((await api.refused(id, { path })).status).toBe(404);
    }
    const body = { description: '' };
    expect((await api.refused('UpdateInstanceRepository', { path, body })).status).toBe(404);
  });
});
