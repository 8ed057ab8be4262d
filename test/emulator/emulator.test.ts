import { describe, expect, it } from 'vitest';
import { QUIRKS } from '../../src/emulator/domain/quirks.ts';
import { startTestEmulator } from '../support/emulator.ts';
import { signedCall } from '../support/signed-call.ts';

describe('startEmulator', () => {
  it('describes itself as the ready line promises', async () => {
    const { info, url } = await startTestEmulator();
    expect(Object.keys(info)).toEqual([
      ...['endpoint', 'registry', 'iamEndpoint', 'region', 'project', 'projectId'],
      ...['account', 'user', 'password', 'ak', 'sk', 'users', 'instances'],
    ]);
    expect(info).toMatchObject({ region: 'cn-north-4', project: 'cn-north-4', endpoint: `http://${info.registry}` });
    expect(info.users.map((user) => Object.keys(user))).toEqual(Array(2).fill(['name', 'id', 'ak', 'sk', 'password']));
    expect(await (await fetch(`${url}/_emulator/info`)).json()).toEqual(info);
  });

  it('has the same users and projects every time', async () => {
    const [first, second] = [(await startTestEmulator()).info, (await startTestEmulator()).info];
    expect(second.users).toEqual(first.users);
    expect([second.ak, second.sk, second.projectId]).toEqual([first.ak, first.sk, first.projectId]);
  });

  it('says so when the port is taken', async () => {
    const { info } = await startTestEmulator();
    const port = Number(new URL(info.endpoint).port);
    await expect(startTestEmulator({ port })).rejects.toMatchObject({ code: 'NETWORK' });
  });

  it.each([
    { name: 'a fault', options: { faults: ['nonsense'] } },
    { name: 'a quota', options: { quotas: { images: 5 } } },
    { name: 'a limit below zero', options: { quotas: { tag: -1 } } },
    { name: 'YAML', options: { seed: '{{{' } },
    { name: 'a seeded user', options: { seed: 'organizations: [{ name: a, owner: nobody }]' } },
    { name: 'a seeded name', options: { seed: 'organizations: [{ name: Team }]' } },
    { name: 'a seeded level', options: { seed: 'organizations: [{ name: a, grants: [{ user: bob, level: all }] }]' } },
  ])('refuses $name that makes no sense', async ({ options }) => {
    await expect(startTestEmulator(options)).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('begins anew on reset, with the seed', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    await signedCall(emulator, { method: 'POST', path: '/v2/manage/namespaces', body: { namespace: 'more' } });
    await emulator.control('reset');
    const { body } = await signedCall(emulator, { path: '/v2/manage/namespaces' });
    expect(body).toMatchObject({ namespaces: [{ name: 'team' }] });
  });

  it('never writes secrets into its log', async () => {
    const emulator = await startTestEmulator();
    const token = await emulator.token(['repository:team/app:pull']).catch(() => 'none');
    await signedCall(emulator, { path: '/v2/manage/namespaces' });
    const log = JSON.stringify(await emulator.calls());
    for (const secret of [emulator.info.sk, emulator.login().password, token]) expect(log).not.toContain(secret);
  });
});

describe('API versions', () => {
  it.each([
    { path: '/', key: 'versions' },
    { path: '/v2', key: 'version' },
    { path: '/v3', key: 'version' },
  ])('are at $path for anybody', async ({ path, key }) => {
    const { url } = await startTestEmulator();
    expect(await (await fetch(`${url}${path}`)).json()).toHaveProperty(key);
  });

  it.each(['/v4', '/favicon.ico'])('are not at %s', async (path) => {
    const { url } = await startTestEmulator();
    expect((await fetch(`${url}${path}`)).status).toBe(404);
  });
});

describe('QUIRKS', () => {
  it('have names and defaults as documented', () => {
    const on = QUIRKS.filter((quirk) => quirk.default).map(({ name }) => name);
    const off = QUIRKS.filter((quirk) => !quirk.default).map(({ name }) => name);
    expect(on).toEqual([
      ...['token-post-404', 'empty-action-scope', 'no-expires-in', 'tags-null', 'catalog-404', 'oci-index-refused'],
      ...['attestation-refused', 'mount-ignored', 'org-level-push', 'silent-success', 'ee-400-gone'],
    ]);
    expect(off).toEqual([
      ...['throttle-503', 'oci-manifest-refused', 'zstd-refused', 'chunk-refused', 'no-digest-header'],
      ...['blob-redirect', 'short-token', 'one-sync-region', 'helpful-errors', 'ee-slow-jobs', 'ee-closed'],
      ...['ee-delete-cascades', 'ee-tag-reference', 'ee-severity-above', 'html-errors'],
    ]);
  });
});
