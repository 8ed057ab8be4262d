import { describe, expect, it } from 'vitest';
import { startTestEmulator, type TestEmulatorOptions } from '../../support/emulator.ts';
import { enterpriseApi } from './api.ts';
import { pushTo } from './pushes.ts';

const LIST = [
  { ip: '10.1.2.3', description: 'office' },
  { ip: '10.0.0.0/8', description: '' },
];
const MINUTE = 60;

/** Jobs take a minute, which passes by the emulator's clock. */
async function setUp(options: TestEmulatorOptions = {}) {
  const emulator = await startTestEmulator({ instances: ['main'], jobTimeMs: MINUTE * 1000, ...options });
  const api = enterpriseApi(emulator);
  const settle = () => emulator.control('clock', { advanceSeconds: MINUTE });
  const policy = () => api.call('ShowInstanceEndpointPolicy');
  const turn = (enable: boolean) => api.call('CreateInstanceEndpointPolicy', { body: { enable } });
  const allow = (list: readonly unknown[]) => api.call('UpdateInstanceEndpointPolicy', { body: { ip_list: list } });
  return { emulator, api, settle, policy, turn, allow };
}

describe('public access', () => {
  it('is off at first, and takes its time to go on and off', async () => {
    const { settle, policy, turn } = await setUp();
    expect(await policy()).toEqual({ status: 'Disable', ip_list: [] });
    await turn(true);
    expect(await policy()).toMatchObject({ status: 'Enabling' });
    await settle();
    expect(await policy()).toMatchObject({ status: 'Enable' });
    await turn(false);
    expect(await policy()).toMatchObject({ status: 'Disabling' });
    await settle();
    expect(await policy()).toMatchObject({ status: 'Disable' });
  });

  it('is switched only from the other state', async () => {
    const { api, settle, turn } = await setUp();
    const refused = async (enable: boolean) =>
      (await api.refused('CreateInstanceEndpointPolicy', { body: { enable } })).status;
    expect(await refused(false)).toBe(400);
    await turn(true);
    expect([await refused(true), await refused(false)]).toEqual([400, 400]);
    await settle();
    expect(await refused(true)).toBe(400);
  });

  it('has a list that is replaced as a whole while it is on', async () => {
    const { api, settle, policy, turn, allow } = await setUp();
    expect((await api.refused('UpdateInstanceEndpointPolicy', { body: { ip_list: LIST } })).status).toBe(400);
    await turn(true);
    await settle();
    await allow(LIST);
    expect(await policy()).toEqual({ status: 'Enable', ip_list: LIST });
    await allow([{ ip: '10.9.9.9' }]);
    expect(await policy()).toMatchObject({ ip_list: [{ ip: '10.9.9.9' }] });
    await allow([]);
    expect(await policy()).toEqual({ status: 'Enable', ip_list: [] });
  });

  const turning = 'CreateInstanceEndpointPolicy';
  const listing = 'UpdateInstanceEndpointPolicy';
  const noRanges = ['300.1.1.1', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0', 'fe80::1', 'host', ''];

  it.each<{ id: string; body: unknown }>([
    { id: turning, body: {} },
    { id: turning, body: { enable: 'true' } },
    { id: listing, body: {} },
    { id: listing, body: { ip_list: 'all' } },
    { id: listing, body: { ip_list: [{ description: 'none' }] } },
    ...noRanges.map((ip) => ({ id: listing, body: { ip_list: [{ ip }] } })),
  ])('refuses $id with $body', async ({ id, body }) => {
    const { api, settle, turn } = await setUp();
    await turn(true);
    await settle();
    expect(await api.refused(id, { body })).toMatchObject({ status: 400, code: 'SVCSTG.SWR.4000014' });
  });
});

describe('a closed instance', () => {
  it('hangs up on this machine until the list lets it in', async () => {
    const { emulator, api, settle, turn, allow } = await setUp({ quirks: { 'ee-closed': true } });
    const host = `http://${emulator.info.instances[0]?.host}/v2/`;
    const isOpen = () =>
      fetch(host).then(
        ({ status }) => status === 401,
        () => false,
      );
    expect(await isOpen()).toBe(false);
    await turn(true);
    await settle();
    expect(await isOpen()).toBe(false);
    await allow([{ ip: '10.0.0.0/8' }]);
    expect(await isOpen()).toBe(false);
    await allow([{ ip: '127.0.0.0/8' }]);
    expect(await isOpen()).toBe(true);
    await pushTo(emulator, 'library/app', ['v1']);
    await turn(false);
    expect(await isOpen()).toBe(false);
    expect(await api.call('ListInstanceRepositories')).toMatchObject({ total: 1 }); // the API is elsewhere
  });

  it('is a quirk: without it everybody gets in', async () => {
    const { emulator } = await setUp();
    expect((await fetch(`http://${emulator.info.instances[0]?.host}/v2/`)).status).toBe(401);
  });
});

describe('entries of networks', () => {
  const body = (emulator: { info: { projectId: string } }, vpc = 'vpc-1') => ({
    ...{ project_id: emulator.info.projectId, vpc_id: vpc, subnet_id: 'subnet-1', description: 'builds' },
  });

  it('are made and removed as work that takes time', async () => {
    const { emulator, api, settle } = await setUp();
    const { id } = await api.call<{ id: string }>('CreateInstanceInternalEndpoint', { body: body(emulator) });
    const path = { internal_endpoints_id: id };
    expect(await api.call('ShowInstanceInternalEndpoint', { path })).toMatchObject({ id, status: 'Creating' });
    expect(await api.call('ListInstanceJobs')).toMatchObject({ jobs: [{ resource_id: id, status: 'Running' }] });
    await settle();
    expect(await api.call('ListInstanceInternalEndpoints')).toMatchObject({
      total: 1,
      internal_endpoints: [{ id, status: 'Running', vpc_id: 'vpc-1', description: 'builds' }],
    });
    await api.call('DeleteInstanceInternalEndpoint', { path });
    expect(await api.call('ShowInstanceInternalEndpoint', { path })).toMatchObject({ status: 'Deleting' });
    expect((await api.refused('DeleteInstanceInternalEndpoint', { path })).status).toBe(400);
    await settle();
    expect(await api.refused('ShowInstanceInternalEndpoint', { path })).toMatchObject({ code: 'SWR.400003' });
    expect(await api.call('ListInstanceInternalEndpoints')).toMatchObject({ total: 0 });
    expect(await api.call('ListInstanceJobs')).toMatchObject({ jobs: [{ status: 'Success' }, { status: 'Success' }] });
  });

  it('are one for each network, up to a quota', async () => {
    const { emulator, api } = await setUp({ quotas: { 'ee.vpc': 2 } });
    const add = (vpc: string) => ({ body: body(emulator, vpc) });
    await api.call('CreateInstanceInternalEndpoint', add('a'));
    expect((await api.refused('CreateInstanceInternalEndpoint', add('a'))).status).toBe(409);
    await api.call('CreateInstanceInternalEndpoint', add('b'));
    expect((await api.refused('CreateInstanceInternalEndpoint', add('c'))).status).toBe(403);
    const statistics = await api.call('ListInstanceStatistics');
    expect(statistics).toMatchObject({ intranet_endpoint_quota: 2, intranet_endpoint_count: 2 });
    const answer = await api.call('ListInstanceInternalEndpoints', { query: { limit: 1, offset: 1 } });
    expect(answer).toMatchObject({ total: 2, internal_endpoints: [{ vpc_id: 'b' }] });
  });

  it('are refused with parts missing, and for a project of somebody else', async () => {
    const { emulator, api } = await setUp();
    const whole = body(emulator);
    for (const name of ['project_id', 'vpc_id', 'subnet_id'] as const) {
      for (const wrong of [undefined, 1, '']) {
        const refused = await api.refused('CreateInstanceInternalEndpoint', { body: { ...whole, [name]: wrong } });
        expect(refused.status, name).toBe(400);
      }
    }
    const foreign = { ...whole, project_id: 'f'.repeat(32) };
    expect((await api.refused('CreateInstanceInternalEndpoint', { body: foreign })).status).toBe(403);
    for (const query of [{ limit: 0, offset: 0 }, { limit: 101, offset: 0 }, { limit: 1 }]) {
      expect((await api.refused('ListInstanceInternalEndpoints', { query })).status).toBe(400);
    }
  });
});
