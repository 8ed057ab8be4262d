import { describe, expect, it } from 'vitest';
import { startTestEmulator } from '../../support/emulator.ts';
import { rawGet } from '../../support/raw-get.ts';
import { enterpriseApi } from './api.ts';

interface Info {
  readonly uid: string;
  readonly type: string;
  readonly domain_name: string;
  readonly certificate_id?: string;
}
interface Infos {
  readonly domain_name_infos: readonly Info[];
}

const SEED = 'instances: [{ name: main }, { name: side }, { name: small, spec: basic }]';
const BODY = { domain_name: 'Images.example.com', certificate_id: 'c1' };

async function setUp() {
  const emulator = await startTestEmulator({ seed: SEED });
  const api = enterpriseApi(emulator);
  const list = async (query: Record<string, string> = {}) =>
    (await api.call<Infos>('ListDomainNames', { query })).domain_name_infos;
  const add = async (body: Record<string, unknown> = BODY) =>
    (await api.call<{ domain_name_info: Info }>('AddDomainName', { body })).domain_name_info;
  return { emulator, api, list, add };
}

describe('domains', () => {
  it('are added, changed and removed', async () => {
    const { api, list, add } = await setUp();
    const { uid } = await add();
    const path = { domainname_id: uid };
    expect(await list()).toMatchObject([{ type: 'default' }, { type: 'custom', domain_name: 'images.example.com' }]);
    await api.call('UpdateDomainName', { path, body: { certificate_id: 'c2' } });
    expect(await list({ uid })).toMatchObject([{ uid, certificate_id: 'c2' }]);
    expect(await list({ domain_name: 'images.example.com' })).toHaveLength(1);
    expect(await list({ domain_name: 'other.example.com' })).toEqual([]);
    await api.call('DeleteDomainName', { path });
    expect(await list()).toHaveLength(1);
    expect(await api.refused('DeleteDomainName', { path })).toMatchObject({ status: 400, code: 'SWR.400003' });
    const body = { certificate_id: 'c3' };
    expect(await api.refused('UpdateDomainName', { path, body })).toMatchObject({ status: 400, code: 'SWR.400003' });
  });

  it('lead to their instance', async () => {
    const { emulator, add } = await setUp();
    const challenge = (host: string) => rawGet(emulator.url, '/v2/', { host });
    expect(await challenge('images.example.com')).toContain('dockyard');
    await add();
    await add({ ...BODY, domain_name: '*.wild.example.com' });
    for (const host of ['images.example.com', 'IMAGES.example.com:5050', 'a.wild.example.com']) {
      expect(await challenge(host)).toContain('harbor-registry');
    }
    for (const host of ['a.b.wild.example.com', 'wild.example.com']) {
      expect(await challenge(host)).toContain('dockyard');
    }
  });

  it('belong to one instance', async () => {
    const { emulator, api, add, list } = await setUp();
    await add();
    const side = { instance_id: emulator.info.instances[1]?.id ?? '' };
    const taken = [{}, { path: side }].map((more) => api.refused('AddDomainName', { body: BODY, ...more }));
    for (const refused of await Promise.all(taken)) expect(refused.status).toBe(409);
    const [born] = await list();
    const body = { ...BODY, domain_name: born?.domain_name };
    expect((await api.refused('AddDomainName', { body, path: side })).status).toBe(409);
  });

  it('cannot lose the default one', async () => {
    const { api, list } = await setUp();
    const [born] = await list();
    const path = { domainname_id: born?.uid ?? '' };
    expect((await api.refused('DeleteDomainName', { path })).status).toBe(400);
    const body = { certificate_id: 'c' };
    expect((await api.refused('UpdateDomainName', { path, body })).status).toBe(400);
    expect(await list()).toHaveLength(1);
  });

  it.each([
    {},
    { domain_name: BODY.domain_name },
    { certificate_id: 'c' },
    { ...BODY, certificate_id: 1 },
    { ...BODY, domain_name: 'single' },
    { ...BODY, domain_name: '-a.example.com' },
    { ...BODY, domain_name: `${'a'.repeat(64)}.com` },
    { ...BODY, domain_name: `${'aaaa.'.repeat(20)}com` },
    { ...BODY, domain_name: 'a.*.com' },
  ])('are not added by %j', async (body) => {
    const { api } = await setUp();
    expect((await api.refused('AddDomainName', { body })).status).toBe(400);
  });

  it('need their gate, which a basic instance has not', async () => {
    const { emulator, api } = await setUp();
    const path = { instance_id: emulator.info.instances[2]?.id ?? '' };
    expect(await api.call('ListFeatureGates')).toMatchObject({ enableDomainName: true });
    expect(await api.call('ListFeatureGates', { path })).toMatchObject({ enableDomainName: false });
    const refused = await api.refused('AddDomainName', { path, body: BODY });
    expect(refused.status).toBe(400);
    expect(refused.message).toContain('enableDomainName');
  });
});

describe('the gates of a project', () => {
  it('say that the edition is there', async () => {
    const { api } = await setUp();
    expect(await api.call('ListGlobalFeatureGates')).toMatchObject({ cerAvailable: true });
  });
});
