import { describe, expect, it } from 'vitest';
import { startTestEmulator } from '../../support/emulator.ts';
import { enterpriseApi } from './api.ts';
import { retention, scope } from './documents.ts';
import { describePolicies } from './policy-suite.ts';
import { PEOPLE } from './refusals.ts';
import { describeRuns } from './runs-suite.ts';

const PATH = { namespace_name: 'team' };

describePolicies('retention policies', {
  create: 'CreateInstanceRetentionPolicy',
  list: 'ListInstanceRetentionPolicies',
  show: 'ShowInstanceRetentionPolicy',
  update: 'UpdateInstanceRetentionPolicy',
  remove: 'DeleteInstanceRetentionPolicy',
  parameter: 'policy_id',
  listKey: 'retentions',
  isOfNamespace: true,
  quota: { key: 'retention', field: 'retention_policy' },
  documents: () => ({
    good: retention(),
    other: retention('keep-all'),
    changed: retention('ten', { enabled: false, trigger: { type: 'manual' } }),
  }),
});

describeRuns('runs of retention policies', {
  prepare: async (emulator) => {
    const { id } = await enterpriseApi(emulator).call<{ id: number }>('CreateInstanceRetentionPolicy', {
      path: PATH,
      body: retention(),
    });
    return { ...PATH, policy_id: id };
  },
  execute: { id: 'ExecuteInstanceRetentionPolicy', body: () => ({ dry_run: true }) },
  lists: {
    ListInstanceRetentionPolicyExecutions: 'executions',
    ListInstanceRetentionPolicyExecTasks: 'tasks',
    ListInstanceRetentionPolicyExecSubTasks: 'sub_tasks',
  },
  isOfPolicy: true,
});

describe('a retention policy', () => {
  const { rules } = retention();
  const wrong = { status: 400, code: 'SVCSTG.SWR.4000014' };

  it.each<[string, unknown]>([
    ['five fields of a time table', { trigger: { type: 'scheduled', trigger_settings: { cron: '0 2 * * *' } } }],
    ['seven fields', { trigger: { type: 'scheduled', trigger_settings: { cron: '0 0 2 * * ? *' } } }],
    ['no time table', { trigger: { type: 'scheduled' } }],
    ['a run on each push', { trigger: { type: 'event_based' } }],
    ['no rules', { rules: [] }],
    ['a pattern without an end', { rules: [{ ...rules[0], ...scope('{a') }] }],
  ])('is refused with %s', async (_title, more) => {
    const emulator = await startTestEmulator({ seed: PEOPLE });
    const body = { ...retention(), ...(more as object) };
    const refused = await enterpriseApi(emulator).refused('CreateInstanceRetentionPolicy', { path: PATH, body });
    expect(refused).toMatchObject(wrong);
  });

  it('is found by part of its name, and by the number of its namespace', async () => {
    const api = enterpriseApi(await startTestEmulator({ seed: PEOPLE }));
    for (const name of ['keep-ten', 'other']) {
      await api.call('CreateInstanceRetentionPolicy', { path: PATH, body: retention(name) });
    }
    await api.call('CreateInstanceRetentionPolicy', { path: { namespace_name: 'library' }, body: retention() });
    type Found = { retentions: { name: string; namespace_name: string; namespace_id: number }[]; total: number };
    const list = (query: Record<string, string | number>) =>
      api.call<Found>('ListInstanceRetentionPolicies', { query });
    const keeping = await list({ name: 'keep' });
    expect(keeping.retentions.map((one) => `${one.namespace_name}/${one.name}`)).toEqual([
      'team/keep-ten',
      'library/keep-ten',
    ]);
    expect(keeping.total).toBe(2);
    const [{ namespace_id } = { namespace_id: 0 }] = keeping.retentions;
    expect((await list({ namespace_id })).retentions.map(({ name }) => name)).toEqual(['keep-ten', 'other']);
    expect(await list({ namespace_id: 1 })).toEqual({ retentions: [], total: 0 });
  });
});
