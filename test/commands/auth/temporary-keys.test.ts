import { describe, expect, it } from 'vitest';
import { deriveLoginKey } from '../../../src/auth/login-key.ts';
import { testHome } from '../../support/login-home.ts';
import { runCli, type RunOptions } from '../../support/run.ts';
import { sendJson, startServer, type SeenRequest } from '../../support/scripted-server.ts';
import { testHost } from '../../support/test-host.ts';

const KEY = { accessKey: 'HST3TEMPORARYKEY0001', secretKey: 'secret-key-of-the-test' };
const LASTING = { SWRCTL_AK: KEY.accessKey, SWRCTL_SK: KEY.secretKey };
const TEMPORARY = { ...LASTING, SWRCTL_SECURITY_TOKEN: 'security-token' };
const DERIVED = `cn-north-4@${KEY.accessKey}`;
const ISSUED = 'cn-north-4@HST3ISSUED0000000001';
const END = '2030-01-01T06:00:00.000Z';
const before = () => new Date('2030-01-01T00:00:00Z');
const after = () => new Date('2030-01-01T06:00:01Z');

const userOf = ({ headers }: SeenRequest): string =>
  Buffer.from((headers.authorization ?? '').replace('Basic ', ''), 'base64')
    .toString()
    .split(':')[0] ?? '';

/** Registry and API of a region that takes the logins of some users. */
async function startRegion(takes: (user: string) => boolean, text = 'Authenticate Error') {
  const server = await startServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://x');
    const { host = '', authorization } = request.headers;
    const realm = `http://${host}/swr/auth/v2/registry/auth`;
    if (pathname === '/v2/' && authorization === undefined) {
      const challenge = { 'www-authenticate': `Bearer realm="${realm}",service="dockyard"` };
      return sendJson(response, 401, {}, challenge);
    }
    if (pathname.startsWith('/swr/auth/')) {
      if (takes(userOf(request))) return sendJson(response, 200, { token: 'token' });
      return sendJson(response, 401, { errors: [{ code: 'DENIED', message: text, detail: '' }] });
    }
    if (pathname === '/v2/manage/utils/secret') {
      const auth = Buffer.from(`${ISSUED}:${'a'.repeat(64)}`).toString('base64');
      return sendJson(response, 200, { auths: { [host]: { auth } } }, { 'x-swr-expireat': END });
    }
    return sendJson(response, 200, { projects: [], namespaces: [] });
  });
  const home = await testHome();
  const place = {
    SWRCTL_REGISTRY: `http://${server.host}`,
    SWRCTL_ENDPOINT: server.origin,
    SWRCTL_IAM_ENDPOINT: server.origin,
    SWRCTL_REGION: 'cn-north-4',
    SWRCTL_PROJECT: 'cn-north-4',
    SWRCTL_CACHE_DIR: `${home.dir}/cache`,
  };
  const cli = (args: readonly string[], env: Readonly<Record<string, string>>, options: RunOptions = {}) =>
    runCli(args, { now: before, ...options, env: { ...home.env, ...place, ...env } });
  const asked = () => server.seen.filter(({ url }) => url.startsWith('/v2/manage/utils/secret'));
  const users = () => server.seen.filter(({ url }) => url.startsWith('/swr/auth/')).map(userOf);
  return { ...server, home, cli, asked, users };
}

const onlyIssued = (user: string): boolean => user === ISSUED;

describe('a temporary key whose login the registry refuses', () => {
  it('gets one from the service, and asks for it once', async () => {
    const { cli, asked, users } = await startRegion(onlyIssued);
    for (const repository of ['team/web', 'team/app']) {
      expect(await cli(['auth', 'token', repository], TEMPORARY)).toMatchObject({ exitCode: 0, stdout: 'token\n' });
    }
    expect(asked().map(({ headers }) => headers['x-security-token'])).toEqual(['security-token']);
    expect(users()).toEqual([DERIVED, ISSUED, DERIVED, ISSUED]);
    const status = await cli(['auth', 'status', '--json=login,user'], TEMPORARY);
    expect(JSON.parse(status.stdout)).toEqual({ login: 'ok', user: 'cn-north-4@HST3…01' });
    expect(users().slice(-2)).toEqual([DERIVED, ISSUED]);
  });

  it('logs in with it, as --temporary does', async () => {
    const { cli, home, host, asked, users } = await startRegion(onlyIssued);
    const result = await cli(['login'], TEMPORARY);
    expect(result).toMatchObject({ exitCode: 0 });
    expect(result.stderr).toContain(`until ${END}`);
    const auth = (await home.dockerConfig())?.auths?.[host]?.auth ?? '';
    expect(Buffer.from(auth, 'base64').toString()).toContain(`${ISSUED}:`);
    const mark = users().length;
    expect(await cli(['auth', 'token', 'team/web'], TEMPORARY)).toMatchObject({ exitCode: 0 });
    expect(users().slice(mark)).toEqual([ISSUED]);
    expect(asked()).toHaveLength(1);
  });

  it('is printed with it, too', async () => {
    const { cli, home, host } = await startRegion(onlyIssued);
    const { stdout } = await cli(['login', '--print', 'docker'], TEMPORARY);
    expect(stdout).toBe(`docker login -u ${ISSUED} -p ${'a'.repeat(64)} ${host}\n`);
    expect(await home.files()).toEqual(new Map());
  });

  it.each([
    { name: 'a lasting key', env: LASTING, text: 'Authenticate Error' },
    { name: 'one who has no right', env: TEMPORARY, text: 'You do not have the permission' },
  ])('is the only one: nothing is asked for $name', async ({ env, text }) => {
    const { cli, asked } = await startRegion(() => false, text);
    expect(await cli(['auth', 'token', 'team/web'], env)).toMatchObject({ exitCode: 4 });
    expect(await cli(['login'], env)).toMatchObject({ exitCode: 4 });
    expect(asked()).toEqual([]);
  });

  it('ends with the refusal of the second login', async () => {
    const { cli, users } = await startRegion(() => false);
    expect(await cli(['auth', 'token', 'team/web'], TEMPORARY)).toMatchObject({ exitCode: 4 });
    expect(users()).toEqual([DERIVED, ISSUED]);
  });

  it('is used where the registry takes it', async () => {
    const { cli, users, asked } = await startRegion(() => true);
    expect(await cli(['login'], TEMPORARY)).toMatchObject({ exitCode: 0 });
    expect([...new Set(users())]).toEqual([DERIVED]);
    expect(asked()).toEqual([]);
  });
});

describe('a login that was asked for with --temporary', () => {
  it('is used until its end, then the one that follows from the key', async () => {
    const { cli, users, home } = await startRegion(() => true);
    await cli(['login', '--temporary'], LASTING);
    const mark = users().length;
    await cli(['auth', 'token', 'team/web'], LASTING);
    await cli(['auth', 'token', 'team/web'], LASTING, { now: after });
    expect(users().slice(mark)).toEqual([ISSUED, DERIVED]);
    const status = await cli(['auth', 'status', '--json=loginSource,loginExpiresAt'], LASTING);
    const loginSource = `${home.dockerDir}/config.json`;
    expect(JSON.parse(status.stdout)).toEqual({ loginSource, loginExpiresAt: END });
  });

  it('gives way to the key when the registry no longer takes it', async () => {
    const refused = new Set<string>();
    const { cli, users } = await startRegion((user) => !refused.has(user));
    await cli(['login', '--temporary'], LASTING);
    refused.add(ISSUED);
    const mark = users().length;
    expect(await cli(['auth', 'token', 'team/web'], LASTING)).toMatchObject({ exitCode: 0 });
    expect(users().slice(mark)).toEqual([ISSUED, DERIVED]);
  });

  it('is not the one of another key', async () => {
    const { cli, users } = await startRegion(() => true);
    await cli(['login', '--temporary'], LASTING);
    const mark = users().length;
    await cli(['auth', 'token', 'team/web'], { SWRCTL_AK: 'OTHERKEY000000000001', SWRCTL_SK: 'another-secret' });
    expect(users().slice(mark)).toEqual(['cn-north-4@OTHERKEY000000000001']);
  });
});

describe('a registry host', () => {
  it('takes the other login for all repositories, and asks no endless questions for one that is the same', async () => {
    const { host, users } = await startRegion(onlyIssued);
    const password = deriveLoginKey(KEY);
    const other = { username: ISSUED, password: 'p', source: 'the service', sameOriginOnly: true };
    const opened = testHost(host, { login: { username: DERIVED, password, instead: () => Promise.resolve(other) } });
    const tokens = ['team/a', 'team/b', 'team/c'].map((repository) => opened.token(repository, 'pull'));
    expect(await Promise.all(tokens)).toEqual(['token', 'token', 'token']);
    expect((await opened.login('team/d'))?.username).toBe(ISSUED);
    const mark = users().length;
    const same = { username: DERIVED, password, source: 'the service', sameOriginOnly: true };
    const loop = testHost(host, { login: { ...same, instead: () => Promise.resolve(same) } });
    await expect(loop.token('team/a', 'pull')).rejects.toMatchObject({ code: 'AUTH_DENIED' });
    expect(users().slice(mark)).toEqual([DERIVED]);
  });
});
