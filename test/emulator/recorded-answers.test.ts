import { describe, expect, it } from 'vitest';
import { startTestEmulator, type TestEmulator } from '../support/emulator.ts';
import { signedCall, type Answer } from '../support/signed-call.ts';

const REPOSITORY = '/v2/manage/namespaces/team/repos/web';
const SEED = 'organizations: [{ name: team, repositories: [{ name: web, public: true, category: linux }] }]';

const start = (options: Parameters<typeof startTestEmulator>[0] = {}): Promise<TestEmulator> =>
  startTestEmulator({ seed: SEED, ...options });

/** `count` accounts that `team/web` is shared with. */
const manyShares = (count: number): string => {
  const names = Array.from({ length: count }, (_, index) => `account-${index}`);
  return [
    `accounts: [${names.map((name) => `{ name: ${name} }`).join(', ')}]`,
    `organizations: [{ name: team, repositories: [{ name: web, shares: [${names.map((name) => `{ account: ${name} }`).join(', ')}] }] }]`,
  ].join('\n');
};

/** Says what the emulator answers where somebody wrote down what the service answered. */
describe('the emulator answers as recorded:', () => {
  it.each(['/v3/manage/repos', '/v3/manage/shared-repositories', `${REPOSITORY.replace('v2', 'v3')}/tags`])(
    'the last page of %s has no nextMarker',
    async (path) => {
      const { status, body } = await signedCall(await start(), { path, query: { limit: '100', shared_by: 'self' } });
      expect(status).toBe(200);
      expect(body).not.toHaveProperty('nextMarker');
    },
  );

  it('a page before the last has one', async () => {
    const emulator = await start({ seed: 'organizations: [{ name: a, repositories: [{ name: b }, { name: c }] }]' });
    const { body } = await signedCall(emulator, { path: '/v3/manage/repos', query: { limit: '1' } });
    expect(body).toMatchObject({ repos: [{}], nextMarker: expect.any(Number) as number });
  });

  it.each(['limit', 'offset'])('%s alone is ignored', async (name) => {
    const emulator = await start({ seed: 'organizations: [{ name: a, repositories: [{ name: b }, { name: c }] }]' });
    const { status, body, headers } = await signedCall(emulator, { path: '/v2/manage/repos', query: { [name]: '1' } });
    expect({ status, count: (body as unknown[]).length }).toEqual({ status: 200, count: 2 });
    expect(headers.has('content-range')).toBe(false);
  });

  it('PATCH of a repository needs no is_public, and leaves it', async () => {
    const emulator = await start();
    const body = { category: 'windows', description: 'new' };
    expect((await signedCall(emulator, { method: 'PATCH', path: REPOSITORY, body })).status).toBe(201);
    expect((await signedCall(emulator, { path: REPOSITORY })).body).toMatchObject({ ...body, is_public: true });
    const wrong = await signedCall(emulator, { method: 'PATCH', path: REPOSITORY, body: { is_public: 'yes' } });
    expect(wrong.status).toBe(400);
  });

  it.each([
    { method: 'GET' },
    { method: 'DELETE' },
    { method: 'PATCH', body: { permit: 'read', deadline: 'forever' } },
  ])('4001090 is a bare object, for $method', async (call) => {
    const path = '/v2/manage/namespaces/team/repositories/web/access-domains/nobody';
    const { status, body } = await signedCall(await start(), { path, ...call });
    expect(status).toBe(400);
    expect(body).toEqual({
      errorCode: 'SVCSTG.SWR.4001090',
      errorMessage: 'The account is not in the sharing list.',
      detail: '',
    });
  });

  it('the feature gates', async () => {
    const emulator = await start();
    const path = `/v2/manage/projects/${emulator.info.projectId}/feature-gates`;
    expect((await signedCall(emulator, { path })).body).toMatchObject({
      enable_resource: true,
      enable_enterprise_edition_link: false,
      enable_customize_validity_period: true,
      swr_util_download_url: '',
    });
  });

  it('no more than 100 shares and 100 rules of a sync', async () => {
    const emulator = await start({ seed: manyShares(101) });
    const shares = await signedCall(emulator, {
      path: '/v2/manage/namespaces/team/repositories/web/access-domains',
      query: { limit: '200', offset: '0' },
    });
    expect(shares.body).toHaveLength(100);
    for (let index = 0; index < 101; index++) {
      const body = { remoteRegionId: 'cn-east-3', remoteNamespace: `org${index}`, syncAuto: true };
      await signedCall(emulator, { method: 'POST', path: `${REPOSITORY}/sync_repo`, body });
    }
    expect((await signedCall(emulator, { path: `${REPOSITORY}/sync_repo` })).body).toHaveLength(100);
  });
});

describe('the registry host', () => {
  it('says nothing of an organization that is not there, and makes it: what Harbor does before it pushes', async () => {
    const emulator = await start();
    const { user, password } = emulator.login();
    const headers = {
      authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
      'content-type': 'application/json; charset=utf-8',
    };
    const ask = async (): Promise<unknown> => {
      const reply = await fetch(`${emulator.url}/dockyard/v2/namespaces/fresh`, { headers });
      return { status: reply.status, body: await reply.json() };
    };
    expect(await ask()).toEqual({ status: 200, body: {} });
    const body = JSON.stringify({ namespace: 'fresh' });
    const made = await fetch(`${emulator.url}/dockyard/v2/namespaces`, { method: 'POST', headers, body });
    expect(made.status).toBe(201);
    expect(await ask()).toMatchObject({ status: 200, body: { name: 'fresh' } });
    expect((await fetch(`${emulator.url}/dockyard/v2/namespaces/fresh`)).status).toBe(401);
  });
});

const trigger = {
  ...{ action: 'update', app_type: 'deployments', application: 'n', cluster_id: 'nope', cluster_ns: 'default' },
  ...{ condition: '.*', enable: 'true', name: 't', trigger_mode: 'cce', trigger_type: 'all' },
};

/** Calls that the service refuses, in its words, and what helpful-errors adds. */
const TEXTS = [
  {
    text: 'Invalid param',
    code: 4000014,
    detail: 'cluster_id',
    call: { method: 'POST', path: `${REPOSITORY}/triggers`, body: trigger },
  },
  { text: 'Not found trigger', code: 4040126, detail: 'none', call: { path: `${REPOSITORY}/triggers/none` } },
  {
    text: 'Insufficient permissions',
    code: 4030170,
    detail: '',
    call: { method: 'POST', path: '/v2/manage/utils/authorizationtoken' },
  },
  {
    text: 'Server internal error: fail to get k8s deployment',
    code: 5004002,
    detail: 'the service agency is missing',
    call: { method: 'POST', path: `${REPOSITORY}/triggers`, body: { ...trigger, trigger_mode: 'cci' } },
  },
  {
    text: 'Internal error',
    code: 5001101,
    detail: 'moon-1',
    call: {
      method: 'POST',
      path: `${REPOSITORY}/sync_repo`,
      body: { remoteRegionId: 'moon-1', remoteNamespace: 'x', syncAuto: true },
    },
  },
];

const firstError = ({ status, body }: Answer): unknown => ({
  status,
  ...(body as { errors: Record<string, string>[] }).errors[0],
});

describe('errors of the management API', () => {
  it.each(TEXTS)('say "$text" and no more', async ({ text, code, call }) => {
    expect(firstError(await signedCall(await start(), call))).toEqual({
      status: Math.floor(code / 10_000),
      ...{ errorCode: `SVCSTG.SWR.${code}`, errorMessage: text, detail: '' },
    });
  });

  it.each(TEXTS)('say "$detail" too with the quirk helpful-errors', async ({ text, code, detail, call }) => {
    expect(firstError(await signedCall(await start({ quirks: { 'helpful-errors': true } }), call))).toEqual({
      status: Math.floor(code / 10_000),
      ...{ errorCode: `SVCSTG.SWR.${code}`, errorMessage: text, detail },
    });
  });
});

describe('the list of regions to sync to', () => {
  const ask = async (quirk: boolean): Promise<unknown> =>
    (await signedCall(await start({ quirks: { 'one-sync-region': quirk } }), { path: '/v2/manage/regions' })).body;

  it('has the documented eleven, or with the quirk one-sync-region the own one', async () => {
    expect(await ask(false)).toHaveLength(11);
    expect(await ask(true)).toEqual([{ regionID: 'cn-north-4' }]);
  });
});
