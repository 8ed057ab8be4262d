import { expect, it } from 'vitest';
import { startTestEmulator } from '../../support/emulator.ts';
import { enterpriseApi } from './api.ts';
import { retention } from './documents.ts';
import { registryOf } from './registry-of.ts';

const SEED = (spec: string): string => `instances: [{ name: main, spec: ${spec} }]`;
const PATH = { namespace_name: 'library' };
const [rule] = retention().rules;
const TWO_RULES = retention('two', { rules: [rule, rule] });

it('refuses what a basic instance lacks, naming the gate', async () => {
  const emulator = await startTestEmulator({ seed: SEED('basic') });
  const api = enterpriseApi(emulator);
  const { digest } = await registryOf(emulator).push('library/app', 'v1', 'one');
  const scan = { path: { ...PATH, repository_name: 'app', reference: digest } };
  const parameters = { workers: 1 };
  const shut = async (gate: string, id: string, input: object): Promise<void> => {
    const { status, code, message } = await api.refused(id, input);
    expect({ status, code }, id).toEqual({ status: 400, code: 'SVCSTG.SWR.4000016' });
    expect(message, id).toContain(gate);
  };
  await shut('enableArtifactScanning', 'StartManualScanning', scan);
  await shut('enableCombinationRetention', 'CreateInstanceRetentionPolicy', { path: PATH, body: TWO_RULES });
  await shut('enableArtifactGc', 'UpdateGcSchedule', { body: { schedule: { type: 'None' } } });
  await shut('enableArtifactGc', 'ExecuteGcSchedule', { body: { schedule: { type: 'Manual' }, parameters } });
  await api.call('CreateInstanceRetentionPolicy', { path: PATH, body: retention() });
});

it('takes several rules of retention in a professional one', async () => {
  const api = enterpriseApi(await startTestEmulator({ seed: SEED('professional') }));
  const { id } = await api.call<{ id: number }>('CreateInstanceRetentionPolicy', { path: PATH, body: TWO_RULES });
  const found = await api.call<{ rules: unknown[] }>('ShowInstanceRetentionPolicy', {
    path: { ...PATH, policy_id: id },
  });
  expect(found.rules).toMatchObject([{ id: 1 }, { id: 2 }]);
});
