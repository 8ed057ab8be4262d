import { describe, expect, it } from 'vitest';
import { OUTSIDER } from '../../../src/emulator/iam/accounts.ts';
import { startTestEmulator } from '../../support/emulator.ts';
import { enterpriseApi } from './api.ts';

interface Found {
  readonly resources: readonly { readonly resource_name: string }[];
  readonly total_count: number;
}

/** The two families differ by what they name. */
const FAMILIES = [
  {
    of: 'instances',
    names: ['main', 'side'],
    keysOf: 'ListInstanceProjectTags',
    ids: ['CreateInstanceResourceTags', 'DeleteInstanceResourceTags', 'ListInstanceResourceTags'],
    searches: ['ListInstanceResourceInstances', 'ShowInstanceResourceInstancesCount'],
  },
  {
    of: 'namespaces',
    names: ['library', 'more'],
    keysOf: 'ListNamespaceTags',
    ids: ['CreateSubResourceTags', 'DeleteSubResourceTags', 'ListSubResourceTags'],
    searches: ['ListSubResourceInstances', 'ShowSubResourceInstancesCount'],
  },
] as const;

const SEED = 'instances: [{ name: main, namespaces: [{ name: more }] }, { name: side }]';

describe.each(FAMILIES)('tags of $of', ({ of, names, ids, keysOf, searches }) => {
  const [create, remove, list] = ids;
  const [filter, count] = searches;

  async function setUp() {
    const emulator = await startTestEmulator({ seed: SEED });
    const api = enterpriseApi(emulator);
    const [main, side] = emulator.info.instances;
    const idOf = (index: number) => (index === 0 ? main : side)?.id ?? '';
    const pathOf = (index: number) =>
      of === 'instances'
        ? { resource_type: 'instances', resource_id: idOf(index) }
        : {
            ...{ resource_type: 'instances', resource_id: idOf(0) },
            ...{ sub_resource_type: 'namespaces', sub_resource_id: names[index] ?? '' },
          };
    const tag = (index: number, tags: Record<string, string>) =>
      api.call(create, {
        path: pathOf(index),
        body: { tags: Object.entries(tags).map(([key, value]) => ({ key, value })) },
      });
    const tagsOf = async (index: number) => {
      const { tags } = await api.call<{ tags: { key: string; value: string }[] }>(list, { path: pathOf(index) });
      return Object.fromEntries(tags.map(({ key, value }) => [key, value]));
    };
    const find = async (tags: unknown, query = {}) => {
      const answer = await api.call<Found>(filter, { path: pathOf(0), body: { tags }, query });
      expect(await api.call(count, { path: pathOf(0), body: { tags } })).toEqual({ total_count: answer.total_count });
      return answer.resources.map((one) => one.resource_name);
    };
    return { emulator, api, pathOf, tag, tagsOf, find };
  }

  it('are added, changed by adding again, and removed', async () => {
    const { api, pathOf, tag, tagsOf } = await setUp();
    await tag(0, { stage: 'test', team: 'red' });
    await tag(0, { stage: 'live' });
    expect(await tagsOf(0)).toEqual({ stage: 'live', team: 'red' });
    expect(await tagsOf(1)).toEqual({});
    const body = {
      tags: [
        { key: 'stage', value: 'live' },
        { key: 'none', value: '' },
      ],
    };
    await api.call(remove, { path: pathOf(0), body });
    expect(await tagsOf(0)).toEqual({ team: 'red' });
  });

  it('are searched: every key, one of its values', async () => {
    const { tag, find } = await setUp();
    await tag(0, { stage: 'test', team: 'red' });
    await tag(1, { stage: 'live', team: 'red' });
    expect(await find([{ key: 'team', values: [] }])).toEqual(names);
    expect(await find([{ key: 'stage', values: ['test', 'x'] }])).toEqual([names[0]]);
    expect(
      await find([
        { key: 'team', values: ['red'] },
        { key: 'stage', values: ['live'] },
      ]),
    ).toEqual([names[1]]);
    expect(await find([{ key: 'team', values: ['blue'] }])).toEqual([]);
    expect(await find(undefined)).toEqual(names);
    expect(await find(undefined, { limit: 1, offset: 1 })).toEqual([names[1]]);
  });

  it('are gathered: every key with all its values', async () => {
    const { api, tag } = await setUp();
    await tag(0, { stage: 'test', team: 'red' });
    await tag(1, { stage: 'live', team: 'red' });
    expect(await api.call(keysOf)).toEqual({
      tags: [
        { key: 'stage', values: ['test', 'live'] },
        { key: 'team', values: ['red'] },
      ],
    });
  });

  it('are twenty at most', async () => {
    const { api, pathOf, tag, tagsOf } = await setUp();
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`key-${index}`, '']));
    await tag(0, many);
    await tag(0, { 'key-3': 'changed' });
    const body = { tags: [{ key: 'one-more', value: '' }] };
    expect((await api.refused(create, { path: pathOf(0), body })).status).toBe(403);
    expect(Object.keys(await tagsOf(0))).toHaveLength(20);
  });

  it.each([
    {},
    { tags: [] },
    { tags: 'all' },
    { tags: [{ key: 'a' }] },
    { tags: [{ value: 'a' }] },
    { tags: [{ key: '', value: '' }] },
    { tags: [{ key: 'a', value: 1 }] },
    { tags: [{ key: 'a'.repeat(129), value: '' }] },
    { tags: [{ key: 'a', value: 'a'.repeat(256) }] },
    {
      tags: [
        { key: 'a', value: '' },
        { key: 'a', value: 'b' },
      ],
    },
  ])('are not made of %j', async (body) => {
    const { api, pathOf } = await setUp();
    expect((await api.refused(create, { path: pathOf(0), body })).status).toBe(400);
  });

  it.each([
    { tags: [{ key: 'a' }] },
    { tags: [{ key: '', values: [] }] },
    { tags: [{ key: 'a', values: Array.from({ length: 11 }, String) }] },
    { tags: Array.from({ length: 51 }, (_, index) => ({ key: `k${index}`, values: [] })) },
  ])('are not searched by %j', async (body) => {
    const { api, pathOf } = await setUp();
    for (const id of searches) expect((await api.refused(id, { path: pathOf(0), body })).status).toBe(400);
  });

  it('are not searched with a limit of 0 or 201', async () => {
    const { api, pathOf } = await setUp();
    for (const query of [{ limit: 0, offset: 0 }, { limit: 201, offset: 0 }, { limit: 1 }]) {
      expect((await api.refused(filter, { path: pathOf(0), body: {}, query })).status).toBe(400);
    }
  });

  it('are those of what is there, and of its owner', async () => {
    const { api, pathOf } = await setUp();
    const change = of === 'instances' ? { resource_id: 'f'.repeat(32) } : { sub_resource_id: 'nope' };
    const body = { tags: [{ key: 'a', value: '' }] };
    for (const id of [create, remove]) {
      expect((await api.refused(id, { path: { ...pathOf(0), ...change }, body })).status).toBe(404);
      expect((await api.refused(id, { path: pathOf(0), body, keys: OUTSIDER })).status).toBe(403);
    }
    expect((await api.refused(list, { path: { ...pathOf(0), ...change } })).status).toBe(404);
    for (const id of [filter, count]) {
      expect((await api.refused(id, { path: pathOf(0), body: {}, keys: OUTSIDER })).status).toBe(403);
    }
  });
});

describe('tags', () => {
  it('come with a new instance, and go with a namespace', async () => {
    const emulator = await startTestEmulator({ seed: SEED, jobTimeMs: 0 });
    const api = enterpriseApi(emulator);
    const { projectId } = emulator.info;
    const { instance_id: id } = await api.call<{ instance_id: string }>('CreateInstance', {
      body: {
        ...{ name: 'third', spec: 'swr.ee.professional', vpc_id: 'v', subnet_id: 's', project_id: projectId },
        ...{ charge_mode: 'postPaid', enterprise_project_id: '0', resource_tags: [{ key: 'team', value: 'red' }] },
      },
    });
    const path = { resource_type: 'instances', resource_id: id };
    expect(await api.call('ListInstanceResourceTags', { path })).toEqual({ tags: [{ key: 'team', value: 'red' }] });
    const sub = {
      ...{ resource_type: 'instances', resource_id: emulator.info.instances[0]?.id ?? '' },
      ...{ sub_resource_type: 'namespaces', sub_resource_id: 'more' },
    };
    await api.call('CreateSubResourceTags', { path: sub, body: { tags: [{ key: 'a', value: 'b' }] } });
    await api.call('DeleteInstanceNamespace', { path: { namespace_name: 'more' } });
    expect(await api.call('ListNamespaceTags')).toEqual({ tags: [] });
  });

  it('of a namespace are found by its number, too', async () => {
    const emulator = await startTestEmulator({ seed: SEED });
    const api = enterpriseApi(emulator);
    const { namespace_id: id } = await api.call<{ namespace_id: number }>('ShowInstanceNamespace', {
      path: { namespace_name: 'more' },
    });
    const path = {
      ...{ resource_type: 'instances', resource_id: emulator.info.instances[0]?.id ?? '' },
      ...{ sub_resource_type: 'namespaces', sub_resource_id: id },
    };
    await api.call('CreateSubResourceTags', { path, body: { tags: [{ key: 'a', value: 'b' }] } });
    expect(await api.call('ListNamespaceTags')).toEqual({ tags: [{ key: 'a', values: ['b'] }] });
  });
});
