import { describe, expect, it } from 'vitest';
import { startTestEmulator } from '../../support/emulator.ts';
import { enterpriseApi } from './api.ts';
import { webhook } from './documents.ts';
import { describePolicies } from './policy-suite.ts';
import { PEOPLE } from './refusals.ts';
import { describeRuns } from './runs-suite.ts';

const PATH = { namespace_name: 'team' };
const [TARGET = {}] = webhook().targets;
const at = (address: string, type = 'internet') =>
  webhook('at', { targets: [{ ...TARGET, address, address_type: type }] });

describePolicies('webhook policies', {
  create: 'CreateInstanceWebhook',
  list: 'ListInstanceWebhooks',
  show: 'ShowInstanceWebhook',
  update: 'UpdateInstanceWebhook',
  remove: 'DeleteInstanceWebhook',
  parameter: 'policy_id',
  listKey: 'policies',
  isOfNamespace: true,
  quota: { key: 'trigger', field: 'notify_policy' },
  documents: () => ({
    good: webhook(),
    other: webhook('tell-them'),
    changed: webhook('tell-nobody', { enabled: false, targets: [{ ...TARGET, skip_cert_verify: true }] }),
  }),
});

describeRuns('deliveries', {
  prepare: async (emulator) => {
    const { id } = await enterpriseApi(emulator).call<{ id: number }>('CreateInstanceWebhook', {
      path: PATH,
      body: webhook(),
    });
    return { ...PATH, policy_id: id };
  },
  lists: { ListInstanceWebhookJobs: 'jobs' },
  isOfPolicy: true,
});

describe('the address of a webhook', () => {
  const wrong = { status: 400, code: 'SVCSTG.SWR.4000014' };

  it.each([
    'https://hooks.example.com',
    'http://10.1.2.3:8080/x',
    'http://172.16.0.1',
    'http://192.168.0.1',
    'http://127.0.0.1:9',
    'http://[fd00::1]/',
    'http://[::1]:80/',
  ])('may be %s', async (address) => {
    const api = enterpriseApi(await startTestEmulator({ seed: PEOPLE }));
    const type = address.includes('example') ? 'internet' : 'internal';
    await api.call('CreateInstanceWebhook', { path: PATH, body: at(address, type) });
  });

  it.each<[string, string]>([
    ['hooks.example.com', 'internet'],
    ['ftp://hooks.example.com', 'internet'],
    ['', 'internet'],
    ['https://hooks.example.com', 'internal'],
    ['http://8.8.8.8', 'internal'],
    ['http://172.32.0.1', 'internal'],
    ['http://[2001:db8::1]/', 'internal'],
  ])('must not be "%s" in the %s', async (address, type) => {
    const api = enterpriseApi(await startTestEmulator({ seed: PEOPLE }));
    expect(await api.refused('CreateInstanceWebhook', { path: PATH, body: at(address, type) })).toMatchObject(wrong);
  });

  it('stays as it was made, and events as they were', async () => {
    const api = enterpriseApi(await startTestEmulator({ seed: PEOPLE }));
    const { id } = await api.call<{ id: number }>('CreateInstanceWebhook', { path: PATH, body: webhook() });
    const path = { ...PATH, policy_id: id };
    expect(await api.refused('UpdateInstanceWebhook', { path, body: at('https://other.example.com') })).toMatchObject(
      wrong,
    );
    await api.call('UpdateInstanceWebhook', { path, body: webhook('tell-us', { event_types: undefined }) });
    expect(await api.call('ShowInstanceWebhook', { path })).toMatchObject(webhook());
  });
});

it('lists are in the order that is asked for', async () => {
  const api = enterpriseApi(await startTestEmulator({ seed: PEOPLE }));
  for (const name of ['b', 'c', 'a']) await api.call('CreateInstanceWebhook', { path: PATH, body: webhook(name) });
  const names = async (query: Record<string, string>) =>
    (await api.call<{ policies: { name: string }[] }>('ListInstanceWebhooks', { query })).policies
      .map(({ name }) => name)
      .join('');
  expect(await names({})).toBe('acb');
  expect(await names({ order_column: 'created_at', order_type: 'asc' })).toBe('bca');
  expect(await names({ order_column: 'name', order_type: 'asc' })).toBe('abc');
  expect(await names({ order_column: 'name' })).toBe('cba');
});
