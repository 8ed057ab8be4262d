import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { loginKey } from '../../src/emulator/iam/docker-login.ts';
import { startTestEmulator, type TestEmulator } from '../support/emulator.ts';
import { registryCalls, type RegistryAnswer } from '../support/registry-calls.ts';
import { signedCall } from '../support/signed-call.ts';

const REALM = '/swr/auth/v2/registry/auth/';

async function ask(
  emulator: TestEmulator,
  scope: string,
  login?: { user: string; password: string },
): Promise<RegistryAnswer> {
  const basic = login && Buffer.from(`${login.user}:${login.password}`).toString('base64');
  return registryCalls(emulator.url).call('GET', `${REALM}?scope=${encodeURIComponent(scope)}`, {
    headers: basic === undefined ? {} : { authorization: `Basic ${basic}` },
  });
}

const payloadOf = (token: string): { exp: number; iat: number } =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { exp: number; iat: number };

describe('the login key', () => {
  // Vectors that openssl and node agree on.
  it.each([
    [
      'AKTESTVECTOR00000001',
      'SkTestVectorSecret0000000000000000000001',
      'd46702ec6464a0a45809185864b068c340a1da0c84203adac42502241c1691a9',
    ],
    [
      'RVHVMX0EXAMPLEAK0002',
      'aB3dE6gH9jK2mN5pQ8sT1vW4xY7zA0bC3dE6fG9h',
      '0fe356dae079548298864fcc777032702cb1c2ec498c76043c155f7bfda57984',
    ],
    [
      'AKTESTVECTOR00000003',
      'Sk+With/Symbols=AndDigits0123456789abcdef',
      'fc1722b736b32a403bc45f72f348a217993596368c5f07cc822c6900f380556c',
    ],
  ])('of %s is the documented one', (ak, sk, key) => {
    expect(loginKey(ak, sk)).toBe(key);
  });

  it('is what the documented shell line gives', async () => {
    const { info } = await startTestEmulator();
    const line = `printf %s "$AK" | openssl dgst -binary -sha256 -hmac "$SK" | od -An -vtx1 | tr -d " \\n"`;
    const { stdout } = await promisify(execFile)('sh', ['-c', line], {
      env: { ...process.env, AK: info.ak, SK: info.sk },
    });
    expect(stdout).toBe(loginKey(info.ak, info.sk));
  });
});

describe('the challenge', () => {
  it('names the realm with a slash at its end, and no scope for the base', async () => {
    const { url, info } = await startTestEmulator();
    const { status, headers } = await registryCalls(url).call('GET', '/v2/');
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe(`Bearer realm="http://${info.registry}${REALM}",service="dockyard"`);
  });

  it.each([
    { quirk: true, method: 'POST', path: '/v2/team/app/blobs/uploads/', scope: 'repository:team/app:' },
    { quirk: false, method: 'POST', path: '/v2/team/app/blobs/uploads/', scope: 'repository:team/app:pull,push' },
    { quirk: true, method: 'GET', path: '/v2/team/app/manifests/v1', scope: 'repository:team/app:pull' },
  ])('names $scope for $method with empty-action-scope $quirk', async ({ quirk, method, path, scope }) => {
    const { url } = await startTestEmulator({ quirks: { 'empty-action-scope': quirk } });
    const { headers } = await registryCalls(url).call(method, path);
    expect(headers.get('www-authenticate')).toContain(`,scope="${scope}"`);
  });

  it('refuses Basic on the base', async () => {
    const emulator = await startTestEmulator();
    const { user, password } = emulator.login();
    const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    const { status } = await registryCalls(emulator.url).call('GET', '/v2/', { headers: { authorization } });
    expect(status).toBe(401);
  });
});

describe('the token endpoint', () => {
  it('gives a token of 900 seconds and does not say so', async () => {
    const emulator = await startTestEmulator();
    const { text } = await ask(emulator, '', emulator.login());
    const answer = JSON.parse(text) as { token: string };
    expect(Object.keys(answer)).toEqual(['token']);
    const { exp, iat } = payloadOf(answer.token);
    expect(exp - iat).toBe(900);
  });

  it('says so without the quirk no-expires-in', async () => {
    const emulator = await startTestEmulator({ quirks: { 'no-expires-in': false } });
    const { text } = await ask(emulator, '', emulator.login());
    expect(JSON.parse(text)).toMatchObject({ expires_in: 900, issued_at: expect.any(String) as unknown });
  });

  it('works without the slash too', async () => {
    const { url } = await startTestEmulator();
    expect((await registryCalls(url).call('GET', REALM.slice(0, -1))).status).toBe(200);
  });

  it.each([
    {
      name: 'a missing organization',
      scope: 'repository:nope/app:pull',
      status: 401,
      message: 'Image organization does not exist',
    },
    {
      name: 'one bad scope of two',
      scope: 'repository:team/app:pull repository:nope/app:pull',
      status: 401,
      message: 'Image organization does not exist',
    },
  ])('refuses $name', async ({ scope, status, message }) => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    const answer = await ask(emulator, scope, emulator.login());
    expect(answer).toMatchObject({ status, error: { code: 'DENIED', message } });
    expect(JSON.parse(answer.text)).toHaveProperty('errors.0.detail', '');
  });

  it('refuses nobody on a private repository', async () => {
    const answer = await ask(await startTestEmulator({ organizations: ['team'] }), 'repository:team/app:pull');
    expect(answer).toMatchObject({ status: 401, error: { message: 'You may not login yet' } });
  });

  it.each([
    { name: 'a wrong password', user: 'cn-north-4@AK', password: 'x' },
    { name: 'an unknown project', user: 'cn-nowhere-1@AK' },
    { name: 'a user name without a project', user: 'AK' },
    { name: 'an upper-case key', user: 'cn-north-4@AK', upper: true },
  ])('refuses $name', async ({ user, password, upper }) => {
    const emulator = await startTestEmulator();
    const right = emulator.login().password;
    const login = {
      user: user.replace('AK', emulator.info.ak),
      password: password ?? (upper === true ? right.toUpperCase() : right),
    };
    expect(await ask(emulator, '', login)).toMatchObject({ status: 401, error: { message: 'Authenticate Error' } });
  });

  it('refuses a user without rights', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    const [alice] = emulator.info.users;
    const answer = await ask(emulator, 'repository:team/app:pull', emulator.login(alice?.ak, alice?.sk));
    expect(answer).toMatchObject({ status: 403, error: { message: 'you do not have the permission' } });
  });

  it('is not there for POST', async () => {
    const { url } = await startTestEmulator();
    expect((await registryCalls(url).call('POST', REALM, { body: 'grant_type=password' })).status).toBe(404);
  });

  it('takes an OAuth2 form without the quirk token-post-404', async () => {
    const emulator = await startTestEmulator({ quirks: { 'token-post-404': false } });
    const { user: username, password } = emulator.login();
    const body = new URLSearchParams({ grant_type: 'password', service: 'dockyard', username, password });
    const { text } = await registryCalls(emulator.url).call('POST', REALM, { body });
    expect(JSON.parse(text)).toHaveProperty('access_token');
  });

  it('gives nobody a token for a public repository, for pull only', async () => {
    const seed = 'organizations: [{ name: team, repositories: [{ name: app, public: true }] }]';
    const emulator = await startTestEmulator({ seed });
    expect((await ask(emulator, 'repository:team/app:pull')).status).toBe(200);
    expect((await ask(emulator, 'repository:team/app:pull,push')).status).toBe(401);
  });

  it('knows the region from the project before the first @', async () => {
    const emulator = await startTestEmulator({ seed: 'organizations: [{ name: team, region: ap-southeast-1 }]' });
    const here = await ask(emulator, 'repository:team/app:pull', emulator.login());
    expect(here.error.message).toBe('Image organization does not exist');
    const there = emulator.login(undefined, undefined, 'ap-southeast-1');
    expect((await ask(emulator, 'repository:team/app:pull', there)).status).toBe(200);
  });
});

describe('a token', () => {
  const base = async (url: string, token: string): Promise<number> =>
    (await registryCalls(url, token).call('GET', '/v2/')).status;

  it('is refused when it was altered', async () => {
    const emulator = await startTestEmulator();
    const token = await emulator.token([]);
    const [header = '', payload = '', signature = ''] = token.split('.');
    const forged = { ...payloadOf(token), exp: 4102444800 };
    const altered = [header, Buffer.from(JSON.stringify(forged)).toString('base64url'), signature].join('.');
    expect(await base(emulator.url, token)).toBe(200);
    expect(await base(emulator.url, altered)).toBe(401);
    expect(await base(emulator.url, payload)).toBe(401);
  });

  it.each([
    { quirk: false, life: 900 },
    { quirk: true, life: 3 },
  ])('ends after $life seconds', async ({ quirk, life }) => {
    const now = new Date('2026-01-15T08:30:00.000Z');
    const emulator = await startTestEmulator({ quirks: { 'short-token': quirk }, now: () => now });
    const token = await emulator.token([]);
    await emulator.control('clock', { advanceSeconds: life - 1 });
    expect(await base(emulator.url, token)).toBe(200);
    await emulator.control('clock', { advanceSeconds: 1 });
    expect(await base(emulator.url, token)).toBe(401);
  });

  it.each([
    'repository:team/app:pull',
    'repository:team/other:pull,push',
    'repository:team/app:',
    'repository:team/app:,push',
  ])('for %s does not let push to team/app', async (scope) => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    const token = await emulator.token([scope]);
    const { status, headers } = await registryCalls(emulator.url, token).call('POST', '/v2/team/app/blobs/uploads/');
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toContain('error="insufficient_scope"');
  });

  it.each([
    { level: 1, target: 'organization', quirk: true, pull: 200, push: 403 },
    { level: 3, target: 'organization', quirk: true, pull: 200, push: 200 },
    { level: 3, target: 'repository', quirk: true, pull: 200, push: 403 },
    { level: 3, target: 'repository', quirk: false, pull: 200, push: 200 },
  ])('of a user with $level on the $target gives pull $pull, push $push (org-level-push $quirk)', async (row) => {
    const seed = 'organizations: [{ name: team, repositories: [{ name: app }] }]';
    const emulator = await startTestEmulator({ seed, quirks: { 'org-level-push': row.quirk } });
    const [alice] = emulator.info.users;
    const path = `/v2/manage/namespaces/team${row.target === 'repository' ? '/repos/app' : ''}/access`;
    const body = [{ user_id: alice?.id, user_name: 'alice', auth: row.level }];
    expect((await signedCall(emulator, { method: 'POST', path, body })).status).toBe(201);
    const login = emulator.login(alice?.ak, alice?.sk);
    expect((await ask(emulator, 'repository:team/app:pull', login)).status).toBe(row.pull);
    expect((await ask(emulator, 'repository:team/app:pull,push', login)).status).toBe(row.push);
  });

  it('loses its power with the right it was made for', async () => {
    const seed = 'organizations: [{ name: team, grants: [{ user: alice, level: edit }] }]';
    const emulator = await startTestEmulator({ seed });
    const [alice] = emulator.info.users;
    const token = await emulator.token(['repository:team/app:pull,push'], emulator.login(alice?.ak, alice?.sk));
    const { call } = registryCalls(emulator.url, token);
    expect((await call('POST', '/v2/team/app/blobs/uploads/')).status).toBe(202);
    await signedCall(emulator, { method: 'DELETE', path: '/v2/manage/namespaces/team/access', body: [alice?.id] });
    expect(await call('POST', '/v2/team/app/blobs/uploads/')).toMatchObject({ status: 403, error: { code: 'DENIED' } });
  });
});
