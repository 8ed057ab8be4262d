import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestEmulator, startTestEmulator, type TestEmulator } from '../../support/emulator.ts';
import { enterpriseApi } from './api.ts';
import { registry, replication } from './documents.ts';
import { describePolicies } from './policy-suite.ts';
import { PEOPLE, refusesAlike } from './refusals.ts';
import { describeRuns } from './runs-suite.ts';

const WRONG = { status: 400, code: 'SVCSTG.SWR.4000014' };

const addRegistry = async (emulator: TestEmulator, body: unknown = registry()): Promise<number> =>
  (await enterpriseApi(emulator).call<{ id: number }>('CreateInstanceRegistry', { body })).id;

/** What an answer has of a body. */
function visible({ name, description, type, url, insecure }: Record<string, unknown>) {
  const credential = { ...registry().credential, access_secret: '*****' };
  return { name, description, type, url, insecure, credential };
}

describePolicies('target registries', {
  create: 'CreateInstanceRegistry',
  list: 'ListInstanceRegistries',
  show: 'ShowInstanceRegistry',
  update: 'UpdateInstanceRegistry',
  remove: 'DeleteInstanceRegistry',
  parameter: 'registry_id',
  listKey: 'registries',
  isOfNamespace: false,
  quota: { key: 'registry', field: 'replica_registry' },
  documents: () => ({
    good: registry(),
    other: registry('another'),
    changed: registry('elsewhere', { url: 'http://127.0.0.1:5000', insecure: true }),
  }),
  read: visible,
});

describePolicies('replication policies', {
  create: 'CreateInstanceReplicationPolicy',
  list: 'ListInstanceReplicationPolicies',
  show: 'ShowInstanceReplicationPolicy',
  update: 'UpdateInstanceReplicationPolicy',
  remove: 'DeleteInstanceReplicationPolicy',
  parameter: 'policy_id',
  listKey: 'policies',
  isOfNamespace: false,
  quota: { key: 'replication', field: 'replica_policy' },
  prepare: addRegistry,
  documents: (target) => ({
    good: replication(target),
    other: replication(target, 'copy-some'),
    changed: replication(target, 'pull-all', {
      dest_registry: undefined,
      src_registry: { id: target },
      trigger: { type: 'event_based' },
      enabled: false,
    }),
  }),
});

describeRuns('replication', {
  prepare: async (emulator) => {
    const body = replication(await addRegistry(emulator));
    const { id } = await enterpriseApi(emulator).call<{ id: number }>('CreateInstanceReplicationPolicy', { body });
    return { policy_id: id };
  },
  execute: { id: 'ExecuteInstanceReplicationPolicy', body: ({ policy_id }) => ({ policy_id }) },
  lists: {
    ListInstanceReplicationPolicyExecutions: 'executions',
    ListInstanceReplicationPolicyExecTasks: 'tasks',
    ListInstanceReplicationPolicyExecSubTasks: 'sub_tasks',
  },
  isOfPolicy: false,
});

describe('stopping a replication', () => {
  let emulator: TestEmulator;
  beforeAll(async () => {
    emulator = await createTestEmulator({ seed: PEOPLE });
  });
  afterAll(() => emulator.close());

  const path = { execution_id: 5 };
  refusesAlike(
    () => emulator,
    ['StopInstanceReplicationPolicyExecution'],
    (id) => ({ id, input: { path }, absent: [{ path, status: 400 }] }),
  );

  it('runs only what is there', async () => {
    const answer = await enterpriseApi(emulator).refused('ExecuteInstanceReplicationPolicy', {
      body: { policy_id: 7 },
    });
    expect(answer).toMatchObject({ status: 400, code: 'SWR.400003' });
  });
});

describe('a target registry', () => {
  it('tells its secret to nobody', async () => {
    const emulator = await startTestEmulator({ seed: PEOPLE });
    const api = enterpriseApi(emulator);
    const id = await addRegistry(emulator);
    const path = { registry_id: id };
    const answers = [await api.call('ShowInstanceRegistry', { path }), await api.call('ListInstanceRegistries')];
    expect(JSON.stringify(answers)).not.toContain('canary');
    const read = await api.call<{ credential: unknown }>('ShowInstanceRegistry', { path });
    await api.call('UpdateInstanceRegistry', { path, body: registry('elsewhere', { credential: read.credential }) });
    expect(await api.call('ShowInstanceRegistry', { path })).toMatchObject(visible(registry()));
    expect(JSON.stringify(await emulator.calls())).not.toContain('canary');
  });

  it.each<[string, object]>([
    ['without a scheme', { url: 'harbor.example.com' }],
    ['of another instance, without its number', { type: 'swr-pro-internal', project_id: 'p', region_id: 'r' }],
    [
      'of another instance, with an empty region',
      { type: 'swr-pro-internal', project_id: 'p', region_id: '', instance_id: 'i' },
    ],
    ['with names that lead nowhere', { dns_conf: { hosts: { a: 1 } } }],
  ])('is refused %s', async (_title, more) => {
    const api = enterpriseApi(await startTestEmulator({ seed: PEOPLE }));
    expect(await api.refused('CreateInstanceRegistry', { body: registry('r', more) })).toMatchObject(WRONG);
  });

  it('may be another instance, keeps its type, and stays while a policy needs it', async () => {
    const emulator = await startTestEmulator({ seed: PEOPLE });
    const api = enterpriseApi(emulator);
    const more = { type: 'swr-pro-internal', project_id: 'p', region_id: 'cn-north-4', instance_id: 'i' };
    const id = await addRegistry(emulator, registry('twin', more));
    const path = { registry_id: id };
    expect(await api.call('ShowInstanceRegistry', { path })).toMatchObject({
      region_id: 'cn-north-4',
      instance_id: 'i',
    });
    expect(await api.refused('UpdateInstanceRegistry', { path, body: registry('twin') })).toMatchObject(WRONG);
    const made = await api.call<{ id: number }>('CreateInstanceReplicationPolicy', { body: replication(id) });
    expect(await api.refused('DeleteInstanceRegistry', { path })).toMatchObject({ status: 412 });
    await api.call('DeleteInstanceReplicationPolicy', { path: { policy_id: made.id } });
    await api.call('DeleteInstanceRegistry', { path });
  });

  it('is found by its type', async () => {
    const emulator = await startTestEmulator({ seed: PEOPLE });
    await addRegistry(emulator);
    await addRegistry(emulator, registry('basic', { type: 'huawei-SWR' }));
    const query = { type: 'huawei-SWR' };
    const found = await enterpriseApi(emulator).call('ListInstanceRegistries', { query });
    expect(found).toMatchObject({ registries: [{ name: 'basic' }], total: 1 });
  });
});

describe('a replication policy', () => {
  it.each<[string, (target: number) => object]>([
    ['without a registry', () => ({ dest_registry: undefined })],
    ['with one that is not there', () => ({ dest_registry: { id: 7 } })],
    ['with one of two that is not there', (id) => ({ dest_registry: { id }, src_registry: { id: 7 } })],
    ['with a pattern without an end', () => ({ filters: [{ type: 'name', value: 'a/{b' }] })],
    ['by time, without one', () => ({ trigger: { type: 'scheduled' } })],
  ])('is refused %s', async (_title, more) => {
    const emulator = await startTestEmulator({ seed: PEOPLE });
    const id = await addRegistry(emulator);
    const body = replication(id, 'r', more(id));
    expect(await enterpriseApi(emulator).refused('CreateInstanceReplicationPolicy', { body })).toMatchObject(WRONG);
  });

  it('is found by its registry', async () => {
    const emulator = await startTestEmulator({ seed: PEOPLE });
    const api = enterpriseApi(emulator);
    const ids = [await addRegistry(emulator), await addRegistry(emulator, registry('second'))];
    for (const id of ids) await api.call('CreateInstanceReplicationPolicy', { body: replication(id, `to-${id}`) });
    const query = { registry_id: ids[1] ?? 0 };
    expect(await api.call('ListInstanceReplicationPolicies', { query })).toMatchObject({
      policies: [{ name: `to-${ids[1]}` }],
      total: 1,
    });
  });
});
