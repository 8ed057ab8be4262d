import { describe, expect, it } from 'vitest';
import { OUTSIDER } from '../../src/emulator/iam/accounts.ts';
import { startEmulator } from '../../src/emulator/emulator.ts';
import { startTestEmulator } from '../support/emulator.ts';
import { signedCall } from '../support/signed-call.ts';
import { tempDir } from '../support/temp-dir.ts';

const SEED = `
accounts:
  - name: emulator
    users: [{ name: dora }]
  - name: supplier
    bearerLogin: true
    users:
      - { name: erin, administrator: true, ak: ERINKEY, sk: not-a-secret-of-erin, password: pass }
      - name: frank.the-second
organizations:
  - name: parts
    region: cn-east-3
    owner: erin
    grants: [{ user: frank.the-second, level: read }]
    repositories:
      - name: bolts/m8
        category: linux
        description: eight millimetres
        shares: [{ account: emulator, until: 2099-01-01 }, { account: partner }]
      - name: nuts
        grants: [{ user: frank.the-second, level: edit }]
`;
const ERIN = { ak: 'ERINKEY', sk: 'not-a-secret-of-erin' };

const inRegion = async (emulator: Awaited<ReturnType<typeof startTestEmulator>>, keys: { ak: string; sk: string }) => {
  const { body } = await signedCall(emulator, { path: '/v3/projects', query: { name: 'cn-east-3' }, keys });
  const id = (body as { projects: { id: string }[] }).projects[0]?.id ?? '';
  return (path: string) => signedCall(emulator, { path, keys, headers: { 'x-project-id': id } });
};

describe('a seed', () => {
  it('makes accounts with users, and organizations with grants and shares', async () => {
    const emulator = await startTestEmulator({ seed: SEED });
    const get = await inRegion(emulator, ERIN);
    const rights = await get('/v2/manage/namespaces/parts/access');
    expect(rights.body).toMatchObject({
      creator_name: 'erin',
      others_auths: [
        { user_name: 'erin', auth: 7 },
        { user_name: 'frank.the-second', auth: 1 },
      ],
    });
    expect((await get('/v2/manage/namespaces/parts/repos/nuts/access')).body).toMatchObject({
      others_auths: [{ user_name: 'frank.the-second', auth: 3 }],
    });
    expect((await get('/v2/manage/namespaces/parts/repositories/bolts$m8/access-domains')).body).toMatchObject([
      { access_domain: 'emulator', deadline: '2099-01-01T00:00:00Z', status: true },
      { access_domain: 'partner', deadline: 'forever' },
    ]);
    const shared = await inRegion(emulator, OUTSIDER);
    expect((await shared('/v2/manage/namespaces/parts/repos/bolts$m8')).body).toMatchObject({ name: 'bolts/m8' });
  });

  it('shows further users of the default account in the ready line, and all to their administrators', async () => {
    const emulator = await startTestEmulator({ seed: SEED });
    expect(emulator.info.users.map(({ name }) => name)).toEqual(['alice', 'bob', 'dora']);
    const { body } = await signedCall(emulator, { path: '/v3/users', keys: ERIN });
    expect(body).toMatchObject({ users: [{ name: 'erin' }, { name: 'frank.the-second' }] });
    expect(
      (await signedCall(emulator, { path: '/v2/manage/overview', keys: emulator.info.users[2] ?? ERIN })).status,
    ).toBe(200);
  });

  it('turns the enhanced login on for an account', async () => {
    const emulator = await startTestEmulator({ seed: SEED });
    const path = '/v2/manage/utils/authorizationtoken';
    const { status, body, headers } = await signedCall(emulator, { method: 'POST', path, keys: ERIN });
    expect(status).toBe(200);
    const auth = (body as { auths: Record<string, { auth: string }> }).auths[emulator.info.registry]?.auth ?? '';
    const [user = '', password = ''] = Buffer.from(auth, 'base64').toString().split(':');
    expect(user).toMatch(/^bearertoken@/);
    expect(headers.get('x-swr-dockerlogin')).toBe(`docker login -u ${user} -p ${password} ${emulator.info.registry}`);
    expect(await emulator.token([], { user, password })).not.toBe('');
    await expect(emulator.token([], { user, password: 'wrong' })).rejects.toThrow('401');
    await emulator.control('clock', { advanceSeconds: 24 * 3600 - 60 });
    expect(await emulator.token([], { user, password })).not.toBe('');
    await emulator.control('clock', { advanceSeconds: 61 });
    await expect(emulator.token([], { user, password })).rejects.toThrow('401');
  });

  it('is known to a later emulator with the same data, without the seed', async () => {
    const dataDir = await tempDir();
    const first = await startTestEmulator({ seed: SEED, dataDir });
    await first.close();
    const second = await startTestEmulator({ dataDir });
    expect((await signedCall(second, { path: '/v3/auth/domains', keys: ERIN })).body).toMatchObject({
      domains: [{ name: 'supplier' }],
    });
  });

  it('is planted again by a reset', async () => {
    const emulator = await startTestEmulator({ seed: SEED });
    await emulator.control('reset');
    expect((await signedCall(emulator, { path: '/v3/auth/domains', keys: ERIN })).status).toBe(200);
  });

  it.each([
    { name: 'text that is not YAML', seed: '{', message: /not YAML/ },
    { name: 'a list', seed: '[]', message: /seed/ },
    { name: 'a misspelt key', seed: 'organisations: []', message: /no "organisations"; it may have accounts, organiz/ },
    {
      name: 'a misspelt key inside',
      seed: 'organizations: [{ name: a, onwer: bob }]',
      message: /organizations\[0\].*onwer/,
    },
    { name: 'an unknown owner', seed: 'organizations: [{ name: a, owner: nobody }]', message: /no user "nobody"/ },
    { name: 'a bad organization', seed: 'organizations: [{ name: A }]', message: /"A" is not an organization name/ },
    { name: 'an unknown region', seed: 'organizations: [{ name: a, region: mars-1 }]', message: /no region "mars-1"/ },
    {
      name: 'an unknown level',
      seed: 'organizations: [{ name: a, grants: [{ user: bob, level: write }] }]',
      message: /use read, edit or manage/,
    },
    {
      name: 'a grant to another account',
      seed: 'organizations: [{ name: a, grants: [{ user: carol, level: read }] }]',
      message: /"carol" belongs to another account/,
    },
    {
      name: 'a share with nobody',
      seed: 'organizations: [{ name: a, repositories: [{ name: b, shares: [{ account: x }] }] }]',
      message: /no account "x"/,
    },
    {
      name: 'a user twice',
      seed: 'accounts: [{ name: a, users: [{ name: z }, { name: z }] }]',
      message: /two users "z"/,
    },
    {
      name: 'a user of another account',
      seed: 'accounts: [{ name: a, users: [{ name: bob }] }]',
      message: /has a user "bob"/,
    },
  ])('with $name is refused', async ({ seed, message }) => {
    await expect(startEmulator({ port: 0, seed })).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(message) as string,
    });
  });
});
