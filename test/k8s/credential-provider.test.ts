import { execFile } from 'node:child_process';
import { Readable } from 'node:stream';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answerKubelet, type ProvidedLogin } from '../../src/k8s/credential-provider.ts';
import { startTestEmulator } from '../support/emulator.ts';
import { accountEnv, placeEnv, testHome } from '../support/login-home.ts';
import { runCli } from '../support/run.ts';

const BIN = join(import.meta.dirname, '../../bin/swrctl-credential-provider.js');
const V1 = 'credentialprovider.kubelet.k8s.io/v1';
const NOW = new Date('2026-11-21T12:00:00Z');

interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** Runs the program as kubelet does: no arguments, the request on stdin. */
function runProvider(input: string, env: Readonly<Record<string, string>>, args: readonly string[] = []): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [BIN, ...args], { env }, (error, stdout, stderr) =>
      resolve({ stdout, stderr, exitCode: error === null ? 0 : Number(error.code) }),
    );
    child.stdin?.on('error', () => undefined).end(input);
  });
}

const requestFor = (image: string, apiVersion = V1): string =>
  JSON.stringify({ kind: 'CredentialProviderRequest', apiVersion, image });

const answer = async (text: string, login?: ProvidedLogin): Promise<unknown> =>
  JSON.parse(
    await answerKubelet(
      Readable.from([Buffer.from(text)]),
      () => Promise.resolve(login),
      () => NOW,
    ),
  );

describe('answerKubelet', () => {
  const login = { username: 'u', password: 'p' };

  it.each([
    { image: 'swr.cn-north-4.myhuaweicloud.com/team/web:v1', host: 'swr.cn-north-4.myhuaweicloud.com' },
    { image: '127.0.0.1:5050/team/web@sha256:' + 'a'.repeat(64), host: '127.0.0.1:5050' },
    { image: 'nginx', host: 'docker.io' },
  ])('gives the login of $host for $image', async ({ image, host }) => {
    expect(await answer(requestFor(image), login)).toEqual({
      ...{ apiVersion: V1, kind: 'CredentialProviderResponse', cacheKeyType: 'Registry', cacheDuration: '3600s' },
      auth: { [host]: login },
    });
  });

  it('gives no login for a registry that is nobody’s, and wants that forgotten', async () => {
    expect(await answer(requestFor('nginx'))).toMatchObject({ auth: {}, cacheDuration: '0s' });
  });

  it.each([
    { minutes: 24 * 60, seconds: 3600 },
    { minutes: 60, seconds: 1800 },
    { minutes: 0, seconds: 0 },
    { minutes: -5, seconds: 0 },
  ])('lets a login of $minutes more minutes be kept for $seconds s', async ({ minutes, seconds }) => {
    const expiresAt = new Date(NOW.getTime() + minutes * 60_000);
    const response = await answer(requestFor('r.example/a/b'), { ...login, expiresAt });
    expect(response).toMatchObject({ cacheDuration: `${seconds}s` });
  });

  it('answers in the version that it was asked in', async () => {
    const apiVersion = `${V1}beta1`;
    expect(await answer(requestFor('nginx', apiVersion))).toMatchObject({ apiVersion });
  });

  it.each([
    ['nothing', ''],
    ['no JSON', 'SECRET'],
    ['another version', requestFor('nginx', 'credentialprovider.kubelet.k8s.io/v2')],
    ['another kind', requestFor('nginx').replace('Request', 'Response')],
    ['no image', JSON.stringify({ apiVersion: V1, serviceAccountToken: 'SECRET' })],
  ])('refuses %s and does not quote it', async (_name, text) => {
    const error = await answer(text).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'USAGE' });
    expect(String(error)).not.toContain('SECRET');
  });
});

describe('swrctl-credential-provider', () => {
  it('makes the long-term login from the environment, without a network', async () => {
    const { info, login, calls } = await startTestEmulator();
    const home = await testHome();
    const request = requestFor(`${info.registry}/team/web:v1`);
    const { user: username, password } = login();
    const result = await runProvider(request, { ...home.env, ...accountEnv(info) });
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(result.stdout)).toMatchObject({ auth: { [info.registry]: { username, password } } });
    expect((await calls()).filter(({ path }) => !path.startsWith('/_emulator/'))).toEqual([]);
  });

  it('takes the profile that swrctl login saved for the registry of the image', async () => {
    const { info, login } = await startTestEmulator();
    const home = await testHome();
    await runCli(['login', '--insecure-storage'], { env: { ...home.env, ...accountEnv(info) } });
    const result = await runProvider(requestFor(`${info.registry}/team/web`), home.env);
    const { user: username, password } = login();
    expect(JSON.parse(result.stdout)).toMatchObject({ auth: { [info.registry]: { username, password } } });
    const other = await runProvider(requestFor('registry.example.com/a/b'), home.env);
    expect(JSON.parse(other.stdout)).toMatchObject({ auth: {} });
  });

  it('asks for a temporary login where the profile wants one, and it lets one in', async () => {
    const { info } = await startTestEmulator();
    const home = await testHome();
    const env = { ...home.env, SWRCTL_CACHE_DIR: join(home.dir, 'cache') };
    const args = ['login', '--temporary', '--duration', '1h', '--insecure-storage'];
    const made = await runCli(args, { env: { ...env, ...accountEnv(info) } });
    expect(made).toMatchObject({ exitCode: 0 });
    const result = await runProvider(requestFor(`${info.registry}/team/web`), env);
    const { auth, cacheDuration } = JSON.parse(result.stdout) as {
      auth: Record<string, { username: string; password: string }>;
      cacheDuration: string;
    };
    const seconds = Number(cacheDuration.replace('s', ''));
    expect(seconds).toBeGreaterThan(600);
    expect(seconds).toBeLessThanOrEqual(1800);
    const { username = '', password = '' } = auth[info.registry] ?? {};
    expect(username).not.toContain(info.ak);
    const login = ['login', info.registry, '-u', username, '--password-stdin'];
    expect((await runCli(login, { env: home.env, stdin: password })).exitCode).toBe(0);
  });

  it.each([
    { name: 'no request', input: '', env: {}, exitCode: 2, says: 'CredentialProviderRequest' },
    { name: 'no image name', input: requestFor('A B'), env: {}, exitCode: 2, says: 'not a valid reference' },
    {
      name: 'half a pair',
      input: requestFor('r.example/a/b'),
      env: { SWRCTL_AK: 'AK' },
      exitCode: 4,
      says: 'SWRCTL_SK',
    },
  ])('says on stderr what is wrong with $name, and prints nothing', async ({ input, env, exitCode, says }) => {
    const { info } = await startTestEmulator();
    const home = await testHome();
    const place = { ...placeEnv(info), SWRCTL_REGISTRY: 'r.example' };
    const result = await runProvider(input, { ...home.env, ...place, ...env });
    expect(result).toMatchObject({ exitCode, stdout: '' });
    expect(result.stderr).toContain(says);
  });

  it('tells its version', async () => {
    const home = await testHome();
    expect((await runProvider('', home.env, ['--version'])).stdout).toMatch(/^swrctl-credential-provider .*\d\n$/);
  });
});
