import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testHome, type TestHome } from '../../support/login-home.ts';
import { runCli } from '../../support/run.ts';
import { startTwoSchemeRegistry, type LineRequest } from '../../support/two-scheme-registry.ts';

const KEY = { SWRCTL_AK: 'AK0123456789', SWRCTL_SK: 'secret', SWRCTL_REGION: 'cn-north-4', SWRCTL_PROJECT_ID: 'id' };
const schemesOf = (seen: readonly LineRequest[]) => [...new Set(seen.map(({ scheme }) => scheme))];
const inClear = (seen: readonly LineRequest[]) =>
  seen.filter(({ scheme, authorization }) => scheme === 'http' && authorization !== undefined);

async function savedScheme({ configDir }: TestHome): Promise<unknown> {
  const text = await readFile(join(configDir, 'profiles', 'cn-north-4.json'), 'utf8');
  return (JSON.parse(text) as { registryScheme?: string }).registryScheme;
}

describe('swrctl login and plain HTTP', () => {
  it('sends nothing in clear to a registry that speaks TLS, and saves no HTTP', async () => {
    const { host, seen } = await startTwoSchemeRegistry({ tls: true });
    const home = await testHome();
    const args = ['login', host, '--plain-http', host, '--insecure', host];
    expect(await runCli(args, { env: { ...home.env, ...KEY } })).toMatchObject({ exitCode: 0 });
    expect(schemesOf(seen)).toEqual(['https']);
    expect(seen.some(({ authorization }) => authorization !== undefined)).toBe(true);
    expect(await savedScheme(home)).toBeUndefined();
  });

  it('does not fall back to HTTP because a certificate is not trusted', async () => {
    const { host, seen } = await startTwoSchemeRegistry({ tls: true });
    const home = await testHome();
    const result = await runCli(['login', host, '--plain-http', host], { env: { ...home.env, ...KEY } });
    expect(result).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('certificate') as string });
    expect(seen).toEqual([]);
    expect([...(await home.files()).keys()]).toEqual([]);
  });

  it('logs in over HTTP where the address says so, and saves that for later commands', async () => {
    const { host, seen } = await startTwoSchemeRegistry({ tls: false });
    const home = await testHome();
    const env = { ...home.env, ...KEY };
    expect((await runCli(['login', host], { env })).stderr).toContain(`--plain-http ${host}`);
    const refused = await runCli(['login', host, '--plain-http', host], { env });
    expect(refused).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(`swrctl login http://${host}`) as string,
    });
    expect(inClear(seen)).toEqual([]);
    expect([...(await home.files()).keys()]).toEqual([]);
    expect(await runCli(['login', `http://${host}`], { env })).toMatchObject({ exitCode: 0 });
    expect(await savedScheme(home)).toBe('http');
    expect(await runCli(['auth', 'token', 'team/app'], { env })).toMatchObject({ exitCode: 0, stdout: 'token\n' });
  });

  it('moves a profile to HTTPS when its address is given so', async () => {
    const { host, seen, startTls } = await startTwoSchemeRegistry({ tls: false });
    const home = await testHome();
    const env = { ...home.env, ...KEY };
    await runCli(['login', `http://${host}`], { env });
    const before = seen.length;
    startTls();
    expect(await runCli(['login', `https://${host}`, '--insecure', host], { env })).toMatchObject({ exitCode: 0 });
    expect(schemesOf(seen.slice(before))).toEqual(['https']);
    expect(await savedScheme(home)).toBe('https');
  });

  it('keeps for a registry without a profile that its address was given with http://, until logout', async () => {
    const { host, seen } = await startTwoSchemeRegistry({ tls: false });
    const { env } = await testHome();
    const login = (address: string) => runCli(['login', address, '-u', 'me', '--password-stdin'], { env, stdin: 'pw' });
    expect(await login(host)).toMatchObject({ exitCode: 1 });
    expect(inClear(seen)).toEqual([]);
    expect(await login(`http://${host}`)).toMatchObject({ exitCode: 0 });
    const token = () => runCli(['auth', 'token', `${host}/team/app`], { env });
    expect(await token()).toMatchObject({ exitCode: 0, stdout: 'token\n' });
    await runCli(['logout', host], { env });
    expect((await token()).stderr).toContain('does not speak TLS');
  });

  it('proves a password over TLS, too', async () => {
    const { host, seen } = await startTwoSchemeRegistry({ tls: true });
    const { env } = await testHome();
    const args = ['login', host, '-u', 'me', '--password-stdin', '--plain-http', host, '--insecure', host];
    expect(await runCli(args, { env, stdin: 'password' })).toMatchObject({ exitCode: 0 });
    expect(schemesOf(seen)).toEqual(['https']);
  });

  it('prints a line without TLS only for a registry that is used so', async () => {
    const { env } = await testHome();
    const flagsFor = async (tls: boolean) => {
      const { host } = await startTwoSchemeRegistry({ tls });
      const args = ['login', tls ? host : `http://${host}`, '--insecure', host, '--print', 'podman'];
      return (await runCli(args, { env: { ...env, ...KEY } })).stdout.includes('--tls-verify=false');
    };
    expect([await flagsFor(false), await flagsFor(true)]).toEqual([true, false]);
  });
});
