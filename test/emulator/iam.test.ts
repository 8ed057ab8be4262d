import { describe, expect, it } from 'vitest';
import { startTestEmulator, type TestEmulator } from '../support/emulator.ts';
import { registryCalls } from '../support/registry-calls.ts';
import { signedCall } from '../support/signed-call.ts';

async function getToken(
  { url, info }: TestEmulator,
  user: { name: string; password: string },
  project?: string,
): Promise<Response> {
  const identity = { methods: ['password'], password: { user: { ...user, domain: { name: info.account } } } };
  const scope = project === undefined ? {} : { scope: { project: { name: project } } };
  return fetch(`${url}/v3/auth/tokens`, { method: 'POST', body: JSON.stringify({ auth: { identity, ...scope } }) });
}

describe('IAM', () => {
  it('gives a token that the management API takes for 24 hours, in its project', async () => {
    const emulator = await startTestEmulator({ seed: 'organizations: [{ name: far, region: cn-east-3 }]' });
    const { info, url } = emulator;
    const reply = await getToken(emulator, { name: info.user, password: info.password }, 'cn-east-3');
    expect(reply.status).toBe(201);
    expect(await reply.json()).toMatchObject({ token: { project: { name: 'cn-east-3' }, user: { name: info.user } } });
    const headers = { 'x-auth-token': reply.headers.get('x-subject-token') ?? '' };
    const list = () => fetch(`${url}/v2/manage/namespaces`, { headers });
    expect(await (await list()).json()).toMatchObject({ namespaces: [{ name: 'far' }] });
    await emulator.control('clock', { advanceSeconds: 24 * 3600 });
    expect((await list()).status).toBe(401);
  });

  it('refuses a wrong password', async () => {
    const emulator = await startTestEmulator();
    const reply = await getToken(emulator, { name: emulator.info.user, password: 'wrong' });
    expect({ status: reply.status, body: await reply.json() }).toMatchObject({
      status: 401,
      body: { error: { code: 401 } },
    });
  });

  it('knows the project of a region, the account and its users', async () => {
    const emulator = await startTestEmulator();
    const { info } = emulator;
    const projects = await signedCall(emulator, { path: '/v3/projects', query: { name: info.project } });
    expect(projects.body).toMatchObject({ projects: [{ id: info.projectId, name: info.project }] });
    const domains = await signedCall(emulator, { path: '/v3/auth/domains' });
    expect(domains.body).toMatchObject({ domains: [{ name: info.account }] });
    const users = await signedCall(emulator, { path: '/v3/users', query: { name: 'alice' } });
    const alice = info.users[0];
    expect(users.body).toMatchObject({ users: [{ id: alice?.id, name: 'alice' }] });
    const shown = await signedCall(emulator, { path: `/v3.0/OS-USER/users/${alice?.id}` });
    expect(shown.body).toMatchObject({ user: { name: 'alice' } });
  });

  it('shows users only to administrators and to themselves', async () => {
    const emulator = await startTestEmulator();
    const [alice, bob] = emulator.info.users;
    const asAlice = alice && { keys: alice };
    expect((await signedCall(emulator, { path: '/v3/users', ...asAlice })).status).toBe(403);
    expect((await signedCall(emulator, { path: `/v3.0/OS-USER/users/${bob?.id}`, ...asAlice })).status).toBe(403);
    expect((await signedCall(emulator, { path: `/v3.0/OS-USER/users/${alice?.id}`, ...asAlice })).status).toBe(200);
  });

  it('gives temporary keys that sign only together with their security token', async () => {
    const emulator = await startTestEmulator();
    const body = { auth: { identity: { methods: ['token'], token: { duration_seconds: 900 } } } };
    const answer = await signedCall(emulator, { method: 'POST', path: '/v3.0/OS-CREDENTIAL/securitytokens', body });
    const {
      access: ak,
      secret: sk,
      securitytoken,
    } = (answer.body as { credential: Record<'access' | 'secret' | 'securitytoken', string> }).credential;
    const list = { path: '/v2/manage/namespaces', keys: { ak, sk } };
    expect((await signedCall(emulator, list)).status).toBe(401);
    const complete = { ...list, headers: { 'x-security-token': securitytoken } };
    expect((await signedCall(emulator, complete)).status).toBe(200);
  });
});

describe('dockyard', () => {
  it('lists and creates organizations with the docker login', async () => {
    const emulator = await startTestEmulator({
      seed: 'organizations: [{ name: team, repositories: [{ name: a/b }] }]',
    });
    const { user, password } = emulator.login();
    const { call } = registryCalls(emulator.url);
    const headers = { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
    const create = { headers, body: JSON.stringify({ namespace: 'more' }) };
    expect((await call('POST', '/dockyard/v2/namespaces', create)).status).toBe(201);
    const namespaces = await call('GET', '/dockyard/v2/namespaces', { headers });
    expect(JSON.parse(namespaces.text)).toMatchObject({ namespaces: [{ name: 'team' }, { name: 'more' }] });
    const repositories = await call('GET', '/dockyard/v2/repositories?filter=center::self', { headers });
    expect(JSON.parse(repositories.text)).toMatchObject([{ name: 'a/b', namespace: 'team', is_public: false }]);
    expect((await call('GET', '/dockyard/v2/repositories')).status).toBe(401);
  });
});
