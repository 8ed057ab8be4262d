import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { testHome, type TestHome } from '../support/login-home.ts';
import { runCli } from '../support/run.ts';
import { sendJson, startServer } from '../support/scripted-server.ts';
import { testHost } from '../support/test-host.ts';
import { startTwoSchemeRegistry } from '../support/two-scheme-registry.ts';

const KEY = { SWRCTL_AK: 'AK0123456789', SWRCTL_SK: 'secret', SWRCTL_REGION: 'cn-north-4', SWRCTL_PROJECT_ID: 'id' };

async function keepLogin({ dockerDir }: TestHome, host: string, user: string): Promise<void> {
  const auth = Buffer.from(`${user}:password`).toString('base64');
  await mkdir(dockerDir, { recursive: true });
  await writeFile(join(dockerDir, 'config.json'), JSON.stringify({ auths: { [host]: { auth } } }), { mode: 0o600 });
}

async function keepProfile({ configDir }: TestHome, host: string): Promise<void> {
  for (const folder of ['profiles', 'secrets']) await mkdir(join(configDir, folder), { recursive: true });
  const key = { accessKey: 'AK0123456789', secretKey: 'secret' };
  const profile = { registry: host, region: 'cn-north-4', accessKey: key.accessKey, secretPlace: 'file' };
  await writeFile(join(configDir, 'profiles', 'saved.json'), JSON.stringify(profile), { mode: 0o600 });
  await writeFile(join(configDir, 'secrets', 'saved.json'), JSON.stringify(key), { mode: 0o600 });
}

/** Somebody on the line who wants the login in clear: TLS never works, plain HTTP does. */
async function startDowngrade(onHello: (socket: Socket) => void) {
  const inner = await startServer(({ url, headers }, response) => {
    const realm = `http://${headers.host}/swr/auth/v2/registry/auth`;
    if (url.startsWith('/swr/auth/')) return sendJson(response, 200, { token: 'token' });
    sendJson(response, 401, {}, { 'www-authenticate': `Bearer realm="${realm}",service="dockyard"` });
  });
  const { connect } = await import('node:net');
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    socket.once('data', (first: Buffer) => {
      if (first[0] === 0x16) return onHello(socket);
      const onward = connect(Number(inner.host.split(':')[1]), '127.0.0.1');
      sockets.add(onward.on('error', () => undefined));
      onward.write(first);
      socket.pipe(onward).pipe(socket);
    });
  }).listen(0);
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const logins = () => inner.seen.filter(({ headers }) => headers.authorization?.startsWith('Basic'));
  return { host: `0.0.0.0:${(server.address() as AddressInfo).port}`, logins };
}

const TLS_ALERT = Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x28]);
const SPOILERS: readonly { how: string; spoil: (socket: Socket) => void }[] = [
  { how: 'answers in clear', spoil: (socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n') },
  { how: 'resets', spoil: (socket) => void socket.resetAndDestroy() },
  { how: 'hangs up', spoil: (socket) => void socket.end() },
  { how: 'talks garbage', spoil: (socket) => void socket.end(Buffer.alloc(600, 0xa5)) },
  { how: 'refuses the handshake', spoil: (socket) => void socket.end(TLS_ALERT) },
];

describe.each(SPOILERS)('a host whose TLS port $how', ({ spoil }) => {
  it.each([
    { whose: 'the environment', keep: () => Promise.resolve(), env: KEY, isOwn: true },
    { whose: 'a profile', keep: keepProfile, env: {}, isOwn: false },
    {
      whose: 'the docker config',
      keep: (home: TestHome, host: string) => keepLogin(home, host, 'me'),
      env: {},
      isOwn: false,
    },
    {
      whose: 'the docker config, of the service',
      keep: (home: TestHome, host: string) => keepLogin(home, host, 'cn-north-4@AK0123456789'),
      env: {},
      isOwn: false,
    },
  ])('gets no login of $whose', async ({ keep, env, isOwn }) => {
    const { host, logins } = await startDowngrade(spoil);
    const home = await testHome();
    await keep(home, host);
    const place = isOwn ? { SWRCTL_REGISTRY: host } : {};
    for (const plain of [{}, { SWRCTL_PLAIN_HTTP: host }]) {
      const result = await runCli(['auth', 'token', `${host}/team/app`], {
        env: { ...home.env, ...env, ...place, ...plain },
      });
      expect(result.exitCode).toBe(1);
    }
    expect(logins()).toEqual([]);
  });

  it('gets no password at login', async () => {
    const { host, logins } = await startDowngrade(spoil);
    const { env } = await testHome();
    const args = ['login', host, '--plain-http', host, '-u', 'me', '--password-stdin'];
    expect((await runCli(args, { env, stdin: 'password' })).exitCode).toBe(1);
    expect(logins()).toEqual([]);
  });
});

describe('--plain-http HOST', () => {
  it('is enough without a login, says what a login needs, and is for that host only', async () => {
    const { host, seen } = await startTwoSchemeRegistry({ tls: false });
    const home = await testHome();
    const token = (env: Readonly<Record<string, string>>, ...flags: string[]) =>
      runCli(['auth', 'token', `${host}/team/app`, ...flags], { env: { ...home.env, ...env } });
    expect(await token({}, '--plain-http', host)).toMatchObject({ exitCode: 0, stdout: 'token\n' });
    expect(await token({ SWRCTL_PLAIN_HTTP: `other.example, ${host}` })).toMatchObject({ exitCode: 0 });
    expect((await token({}, '--plain-http', 'other.example')).stderr).toContain(`--plain-http ${host}`);
    await keepLogin(home, host, 'me');
    const refused = await token({}, '--plain-http', host);
    expect(refused.stderr).toContain(`swrctl login http://${host}`);
    expect(seen.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
    const given = await token({ SWRCTL_REGISTRY: `http://${host}` });
    expect(given).toMatchObject({ exitCode: 0, stdout: 'token\n' });
    expect(seen.some(({ authorization }) => authorization?.startsWith('Basic'))).toBe(true);
  });

  it.each([
    { args: ['org', 'list', '--plain-http'] },
    { args: ['push', '--plain-http', 'app.tar', 'registry.example/app:v1'] },
    { args: ['pull', '--plain-http', 'registry.example/app:v1'] },
    { args: ['org', 'list', '--plain-http', '--debug'] },
    { args: ['org', 'list', '--plain-http', 'http://registry.example'] },
    { args: ['org', 'list'], variable: '1' },
    { args: ['org', 'list'], variable: 'true' },
  ])('without a host says how it is written ($args $variable)', async ({ args, variable }) => {
    const { env } = await testHome();
    const result = await runCli(args, { env: { ...env, ...(variable ? { SWRCTL_PLAIN_HTTP: variable } : {}) } });
    expect(result).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--plain-http registry.example:5000') as string,
    });
  });
});

describe('a token address in clear', () => {
  const login = { username: 'me', password: 'password' };

  it.each([{ sameOriginOnly: true }, { sameOriginOnly: false }])('gets no login ($sameOriginOnly)', async (how) => {
    const { host, seen } = await startServer((_request, response) => {
      sendJson(response, 401, {}, { 'www-authenticate': 'Bearer realm="http://tokens.example/auth",service="x"' });
    });
    for (const scheme of ['http', 'https'] as const) {
      const registry = testHost(host, { scheme, login: { ...login, ...how } });
      await expect(registry.token('team/app', 'pull')).rejects.toMatchObject({ name: 'SwrctlError' });
    }
    expect(seen.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
  });
});
