import { describe, expect, it } from 'vitest';
import { ORDINARY_USERS } from '../../../src/emulator/iam/accounts.ts';
import { startTestEmulator, type TestEmulatorOptions } from '../../support/emulator.ts';
import { enterpriseApi } from './api.ts';
import { pushTo } from './pushes.ts';

const MINUTE = 60;

async function setUp(options: TestEmulatorOptions = {}) {
  const emulator = await startTestEmulator({ instances: ['main'], jobTimeMs: MINUTE * 1000, ...options });
  const api = enterpriseApi(emulator);
  const settle = (seconds = MINUTE) => emulator.control('clock', { advanceSeconds: seconds });
  const add = (change: Record<string, unknown> = {}) =>
    api.call<{ job_id: string; instance_id: string }>('CreateInstance', {
      body: {
        ...{ name: 'new-one', spec: 'swr.ee.professional', vpc_id: 'v', subnet_id: 's', charge_mode: 'postPaid' },
        ...{ project_id: emulator.info.projectId, enterprise_project_id: '0' },
        ...change,
      },
    });
  return { emulator, api, settle, add };
}

describe('an instance', () => {
  it('is made as work that takes time, and then has a host and a namespace', async () => {
    const { api, settle, add } = await setUp();
    const { job_id: job, instance_id: id } = await add();
    const path = { instance_id: id, job_id: job };
    expect(await api.call('ShowInstance', { path })).toMatchObject({ status: 'Creating', access_address: '' });
    expect(await api.call('ShowInstanceJob', { path })).toMatchObject({ status: 'Running', instance_id: id });
    expect((await api.refused('DeleteInstanceJob', { path })).status).toBe(400);
    await settle();
    expect(await api.call('ShowInstanceJob', { path })).toMatchObject({ status: 'Success', reason: '' });
    const { status, access_address: host } = await api.call('ShowInstance', { path });
    expect(status).toBe('Running');
    expect((await fetch(`http://${String(host)}/v2/`)).status).toBe(401);
    expect(await api.call('ListInstanceNamespaces', { path })).toMatchObject({ namespaces: [{ name: 'library' }] });
    expect(await api.call('ListInstance')).toMatchObject({ total: 2, instances: [{ name: 'main' }, { id }] });
    await api.call('DeleteInstanceJob', { path });
    expect(await api.refused('ShowInstanceJob', { path })).toMatchObject({ code: 'SWR.400003' });
  });

  it('takes two minutes with a quirk', async () => {
    const { api, settle, add } = await setUp({ quirks: { 'ee-slow-jobs': true }, jobTimeMs: 0 });
    const { job_id: job } = await add();
    const statusOf = async () => (await api.call('ShowInstanceJob', { path: { job_id: job } }))['status'];
    await settle(MINUTE);
    expect(await statusOf()).toBe('Running');
    await settle(MINUTE);
    expect(await statusOf()).toBe('Success');
  });

  it('that is removed while it is made fails its job', async () => {
    const { api, settle, add } = await setUp();
    const { job_id: job, instance_id: id } = await add();
    await api.call('DeleteInstance', { path: { instance_id: id } });
    await settle();
    expect(await api.call('ShowInstanceJob', { path: { job_id: job } })).toMatchObject({ status: 'Failed' });
    expect(await api.call('ListInstanceJobs', { query: { status: 'Success' } })).toMatchObject({ total: 0 });
  });

  it('goes with everything in it and its host', async () => {
    const { emulator, api } = await setUp();
    await pushTo(emulator, 'library/app', ['v1']);
    const host = `http://${emulator.info.instances[0]?.host}/v2/`;
    await api.call('DeleteInstance', { body: { delete_obs: true } });
    expect((await api.refused('ShowInstance')).status).toBe(404);
    await expect(fetch(host)).rejects.toThrow();
    expect(await api.call('ListAllInstanceRepositories')).toMatchObject({ repositories: [] });
  });

  it('lets in anybody when told so', async () => {
    const { api } = await setUp();
    await api.call('UpdateInstanceConfiguration', { body: { anonymous_access: true } });
    expect(await api.call('ShowInstanceConfiguration')).toEqual({ anonymous_access: true });
  });

  it('is seen by users with access only, who may do what their level says', async () => {
    const seed = 'instances: [{ name: main, access: [{ user: alice, level: read }] }, { name: side }]';
    const { api } = await setUp({ seed, instances: [] });
    const [alice] = ORDINARY_USERS;
    const keys = alice === undefined ? {} : { keys: alice };
    expect(await api.call('ListInstance', keys)).toMatchObject({ total: 1, instances: [{ name: 'main' }] });
    const refused = await api.refused('UpdateInstanceConfiguration', { body: { anonymous_access: true }, ...keys });
    expect(refused).toMatchObject({ status: 403, code: 'SVCSTG.SWR.4030170' });
  });
});

describe('a namespace', () => {
  const path = { namespace_name: 'team' };

  it('is made, changed as a whole, and removed', async () => {
    const { api } = await setUp();
    const metadata = { public: 'false' };
    await api.call('CreateInstanceNamespace', { body: { namespace_name: 'team', metadata } });
    expect((await api.refused('CreateInstanceNamespace', { body: { namespace_name: 'team', metadata } })).status).toBe(
      409,
    );
    const items = [{ cve_id: 'CVE-2026-1' }];
    const body = { metadata: { ...metadata, public: 'true', severity: 'high' }, cve_allowlist: { items } };
    await api.call('UpdateInstanceNamespace', { path, body });
    expect(await api.call('ShowInstanceNamespace', { path })).toMatchObject({
      metadata: { public: 'true', severity: 'high', prevent_vul: 'false' },
      cve_allowlist: { items },
    });
    expect(await api.call('ListInstanceNamespaces', { query: { public: 'true' } })).toMatchObject({ total: 1 });
    await api.call('DeleteInstanceNamespace', { path });
    expect((await api.refused('ShowInstanceNamespace', { path })).status).toBe(404);
  });

  it('with repositories stays, but for a quirk', async () => {
    for (const isQuirky of [false, true]) {
      const { emulator, api } = await setUp({ quirks: { 'ee-delete-cascades': isQuirky } });
      await pushTo(emulator, 'library/app', ['v1']);
      const library = { path: { namespace_name: 'library' } };
      if (isQuirky) await api.call('DeleteInstanceNamespace', library);
      else expect((await api.refused('DeleteInstanceNamespace', library)).status).toBe(412);
    }
  });
});

describe('a login', () => {
  it('is made once, listed without its password, disabled and removed', async () => {
    const { emulator, api } = await setUp();
    const body = { name: 'build' };
    const login = await api.call<Record<string, string>>('CreateInstanceLtCredential', { body });
    expect((await api.refused('CreateInstanceLtCredential', { body })).status).toBe(409);
    const tryIt = async () => {
      const basic = Buffer.from(`${login['user_id']}:${login['auth_token']}`).toString('base64');
      const url = `http://${emulator.info.instances[0]?.host}/v2/`;
      return (await fetch(url, { headers: { authorization: `Basic ${basic}` } })).status;
    };
    expect(await tryIt()).toBe(200);
    const path = { credential_id: login['token_id'] ?? '' };
    await api.call('UpdateInstanceLtCredential', { path, body: { enable: false } });
    expect(await tryIt()).toBe(401);
    const listed = await api.call('ListInstanceLtCredentials');
    expect(JSON.stringify(listed)).not.toContain(login['auth_token']);
    expect(listed).toMatchObject({
      total: 2,
      auth_tokens: [
        { name: 'ci', enable: true },
        { name: 'build', enable: false },
      ],
    });
    await api.call('DeleteInstanceLtCredential', { path });
    expect(await api.call('ListInstanceLtCredentials')).toMatchObject({ total: 1 });
  });

  it('ends after a day when it is temporary', async () => {
    const { emulator, api, settle } = await setUp();
    const login = await api.call<Record<string, string>>('CreateInstanceTempCredential');
    const basic = Buffer.from(`${login['user_id']}:${login['auth_token']}`).toString('base64');
    const tryIt = async () => {
      const url = `http://${emulator.info.instances[0]?.host}/v2/`;
      return (await fetch(url, { headers: { authorization: `Basic ${basic}` } })).status;
    };
    expect(await tryIt()).toBe(200);
    await settle(24 * 60 * MINUTE);
    expect(await tryIt()).toBe(401);
  });
});

describe('what is gone', () => {
  it('is 404 without the quirk', async () => {
    const { api } = await setUp({ quirks: { 'ee-400-gone': false } });
    expect(await api.refused('ShowInstanceJob', { path: { job_id: 'nope' } })).toMatchObject({ status: 404 });
  });
});
