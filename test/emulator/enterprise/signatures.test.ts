import { expect, it } from 'vitest';
import { startTestEmulator } from '../../support/emulator.ts';
import { enterpriseApi } from './api.ts';
import { signature } from './documents.ts';
import { describePolicies } from './policy-suite.ts';
import { PEOPLE } from './refusals.ts';
import { describeRuns } from './runs-suite.ts';

const PATH = { namespace_name: 'team' };

describePolicies('signature policies', {
  create: 'CreateInstanceSignPolicy',
  list: 'ListInstanceSignPolicies',
  show: 'ShowInstanceSignPolicy',
  update: 'UpdateInstanceSignPolicy',
  remove: 'DeleteInstanceSignPolicy',
  parameter: 'policy_id',
  listKey: 'policies',
  isOfNamespace: true,
  quota: { key: 'signing', field: 'sign_policy' },
  documents: () => ({
    good: signature(),
    other: signature('sign-some'),
    changed: signature('sm', { signature_algorithm: 'SM2DSA_SM3', trigger: { type: 'manual' }, enabled: false }),
  }),
});

describeRuns('signing', {
  prepare: async (emulator) => {
    const { id } = await enterpriseApi(emulator).call<{ id: number }>('CreateInstanceSignPolicy', {
      path: PATH,
      body: signature(),
    });
    return { ...PATH, policy_id: id };
  },
  execute: { id: 'ExecuteInstanceSignPolicy' },
  lists: {
    ListInstanceSignPolicyExecutions: 'executions',
    ListInstanceSignPolicyExecTasks: 'tasks',
    ListInstanceSignatureExecutionSubtasks: 'sub_tasks',
  },
  isOfPolicy: true,
});

it('is not done by time', async () => {
  const api = enterpriseApi(await startTestEmulator({ seed: PEOPLE }));
  const body = signature('s', { trigger: { type: 'scheduled', trigger_settings: { cron: '0 0 2 * * ?' } } });
  const answer = await api.refused('CreateInstanceSignPolicy', { path: PATH, body });
  expect(answer).toMatchObject({ status: 400, code: 'SVCSTG.SWR.4000014' });
});
