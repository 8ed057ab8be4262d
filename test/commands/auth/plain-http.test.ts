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

describe('swrctl login --plain-http', () => {
  it('sends nothing in clear to a registry that speaks TLS, and saves no HTTP', async () => {
    const { host, seen } = await startTwoSchemeRegistry({ tls: true });
    const home = await testHome();
    const args = ['login', host, '--plain-http', '--insecure', host];
    expect(await runCli(args, { env: { ...home.env, ...KEY } })).toMatchObject({ exitCode: 0 });
    expect(schemesOf(seen)).toEqual(['https']);
    expect(seen.some(({ authorization }) => authorization !== undefined)).toBe(true);
    expect(await savedScheme(home)).toBeUndefined();
  });

  it('does not fall back to HTTP because a certificate is not trusted', async () => {
    const { host, seen } = await startTwoSchemeRegistry({ tls: true });
    const home = await testHome();
    const result = await runCli(['login', host, '--plain-http'], { env: { ...home.env, ...KEY } });
    expect(result).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('certificate') as string });
    expect(seen).toEqual([]);
    expect([...(await home.files()).keys()]).toEqual([]);
  });

  it('logs in over HTTP where a registry speaks no TLS, and saves that for later commands', async () => {
    const { host, seen } = await startTwoSchemeRegistry({ tls: false });
    const home = await testHome();
    const env = { ...home.env, ...KEY };
    expect((await runCli(['login', host], { env })).stderr).toContain('--plain-http');
    expect(inClear(seen)).toEqual([]);
    expect(await runCli(['login', host, '--plain-http'], { env })).toMatchObject({ exitCode: 0 });
    expect(await savedScheme(home)).toBe('http');
    expect(await runCli(['auth', 'token', 'team/app'], { env })).toMatchObject({ exitCode: 0, stdout: 'token\n' });
  });

  it('moves a profile to HTTPS when its registry speaks TLS by now', async () => {
    const { host, seen, startTls } = await startTwoSchemeRegistry({ tls: false });
    const home = await testHome();
    const env = { ...home.env, ...KEY };
    await runCli(['login', host, '--plain-http'], { env });
    const before = seen.length;
    startTls();
    expect(await runCli(['login', host, '--plain-http', '--insecure', host], { env })).toMatchObject({ exitCode: 0 });
    expect(schemesOf(seen.slice(before))).toEqual(['https']);
    expect(await savedScheme(home)).toBeUndefined();
  });

  it('proves a password over TLS, too', async () => {
    const { host, seen } = await startTwoSchemeRegistry({ tls: true });
    const { env } = await testHome();
    const args = ['login', host, '-u', 'me', '--password-stdin', '--plain-http', '--insecure', host];
    expect(await runCli(args, { env, stdin: 'password' })).toMatchObject({ exitCode: 0 });
    expect(schemesOf(seen)).toEqual(['https']);
  });

  it('prints a line without TLS only for a registry that has none', async () => {
    const { env } = await testHome();
    const flagsFor = async (tls: boolean) => {
      const { host } = await startTwoSchemeRegistry({ tls });
      const args = ['login', host, '--plain-http', '--insecure', host, '--print', 'podman'];
      return (await runCli(args, { env: { ...env, ...KEY } })).stdout.includes('--tls-verify=false');
    };
    expect([await flagsFor(false), await flagsFor(true)]).toEqual([true, false]);
  });
});
