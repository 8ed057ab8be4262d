import { describe, expect, it } from 'vitest';
import { ADMINISTRATOR } from '../../../src/emulator/iam/accounts.ts';
import { parseQuotas } from '../../../src/emulator/domain/quotas.ts';
import { startTestEmulator, type TestEmulatorOptions } from '../../support/emulator.ts';
import { enterpriseApi } from './api.ts';
import { instanceCalls, pushTo } from './pushes.ts';

async function setUp(options: TestEmulatorOptions = {}) {
  const emulator = await startTestEmulator({ instances: ['main'], ...options });
  return { emulator, api: enterpriseApi(emulator) };
}

const named = (name: string) => ({ body: { namespace_name: name, metadata: { public: 'false' } } });

describe('statistics', () => {
  it('count what there is, and the same content once', async () => {
    const { emulator, api } = await setUp();
    const before = await api.call('ListInstanceStatistics');
    expect(before).toMatchObject({ storage_used: 0, total_namespace_count: 1, total_image_count: 0 });
    await pushTo(emulator, 'library/app', ['v1']);
    await pushTo(emulator, 'library/app', ['v1']);
    const { storage_used: once } = await api.call('ListInstanceStatistics');
    expect(once).toBeGreaterThan(0);
    await api.call('CreateInstanceNamespace', named('more'));
    expect(await api.call('ListInstanceStatistics')).toMatchObject({
      storage_used: once,
      total_namespace_count: 2,
      total_image_count: 1,
    });
  });
});

describe('quotas of an instance', () => {
  it('stop what would be too many', async () => {
    const { emulator, api } = await setUp({ quotas: { 'ee.namespace': 2, 'ee.repository': 1, 'ee.credential': 2 } });
    await api.call('CreateInstanceNamespace', named('second'));
    expect((await api.refused('CreateInstanceNamespace', named('third'))).status).toBe(403);
    await api.call('CreateInstanceLtCredential', { body: { name: 'second' } });
    expect((await api.refused('CreateInstanceLtCredential', { body: { name: 'third' } })).status).toBe(403);
    await pushTo(emulator, 'library/app', ['v1']);
    await pushTo(emulator, 'library/app', ['v2']);
    await expect(pushTo(emulator, 'library/other', ['v1'])).rejects.toThrow('403');
    expect(await api.call('ListInstanceStatistics')).toMatchObject({
      namespace_quota: 2,
      image_repo_quota: 1,
      long_term_quota: 2,
    });
  });

  it('are not those of the shared edition', async () => {
    const { emulator } = await setUp({ quotas: { repository: 0, tag: 0 } });
    await pushTo(emulator, 'library/app', ['v1', 'v2']);
  });

  it('are given by their names', () => {
    expect(parseQuotas({ 'ee.organization': 7, 'ee.trigger': 0, tag: 3 })).toMatchObject({
      tag: 3,
      ee: { namespace: 7, trigger: 0 },
    });
    for (const name of ['ee.', 'ee.tag', 'ee', 'ee.ee'])
      expect(() => parseQuotas({ [name]: 1 })).toThrow('is not a quota');
  });
});

describe('the audit', () => {
  interface Logs {
    readonly audit_logs: readonly {
      readonly resource: string;
      readonly username: string;
      readonly resource_type: string;
    }[];
    readonly total: number;
  }

  it('tells who pulled, pushed and removed what, newest first', async () => {
    const { emulator, api } = await setUp();
    const log = async (operation: string) =>
      (await api.call<Logs>('ListAuditLogs', { query: { operation } })).audit_logs.map(({ resource }) => resource);
    const digest = await pushTo(emulator, 'library/app', ['v1', 'v2']);
    const calls = await instanceCalls(emulator, 'library/app');
    for (const key of ['v1', digest]) await calls.call('GET', `/v2/library/app/manifests/${key}`);
    await calls.call('HEAD', `/v2/library/app/manifests/v2`);
    const path = { namespace_name: 'library', repository_name: 'app' };
    await api.call('DeleteInstanceTag', { path: { ...path, tag_name: 'v1' } });
    await api.call('DeleteInstanceArtifact', { path: { ...path, reference: digest } });
    await api.call('DeleteInstanceRepository', { path });
    expect(await log('create')).toEqual(['library/app:v2', 'library/app:v1']);
    expect(await log('pull')).toEqual([`library/app@${digest}`, 'library/app:v1']);
    expect(await log('delete')).toEqual(['library/app', `library/app@${digest}`, 'library/app:v1']);
    const query = { operation: 'delete', limit: 1, offset: 0 };
    expect(await api.call<Logs>('ListAuditLogs', { query })).toMatchObject({
      total: 3,
      audit_logs: [{ username: ADMINISTRATOR.id, resource_type: 'repository' }],
    });
  });

  it.each([
    {},
    { operation: 'push' },
    { operation: 'pull', limit: 0, offset: 0 },
    { operation: 'pull', limit: 101, offset: 0 },
    { operation: 'pull', limit: 2, offset: 1 },
    { operation: 'pull', offset: 0 },
  ])('is not listed with %o', async (query) => {
    const { api } = await setUp();
    expect((await api.refused('ListAuditLogs', { query: query })).status).toBe(400);
  });
});
