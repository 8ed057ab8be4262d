import { stripVTControlCharacters } from 'node:util';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeCertificate } from '../../support/certificate.ts';
import { startTestEmulator, type TestEmulatorOptions } from '../../support/emulator.ts';
import { accountEnv, testHome } from '../../support/login-home.ts';
import { startProxy } from '../../support/proxy-server.ts';
import { pushImage } from '../../support/push-image.ts';
import { runCli, type RunOptions } from '../../support/run.ts';
import { startServer, status } from '../../support/scripted-server.ts';
import { startTwoSchemeRegistry } from '../../support/two-scheme-registry.ts';

interface Row {
  readonly status: string;
  readonly check: string;
  readonly target: string | null;
  readonly message: string;
  readonly hint: string | null;
}

async function openHome(options: TestEmulatorOptions = {}) {
  const emulator = await startTestEmulator({ organizations: ['team'], ...options });
  const home = await testHome();
  const base = { ...home.env, SWRCTL_CACHE_DIR: join(home.dir, 'cache') };
  const env = { ...base, ...accountEnv(emulator.info) };
  return { emulator, home, base, env };
}

async function examine(env: Readonly<Record<string, string>>, more: RunOptions = {}, args: readonly string[] = []) {
  const result = await runCli(['doctor', '-o', 'json', ...args], { env, ...more });
  const rows = JSON.parse(result.stdout) as Row[];
  const find = (check: string): Row | undefined => rows.find((row) => row.check === check);
  const notOk = rows.filter((row) => row.status !== 'ok').map((row) => `${row.status} ${row.check}`);
  return { ...result, rows, find, notOk };
}

describe('swrctl doctor', () => {
  it('finds nothing wrong where all is well, exits 0 and changes nothing', async () => {
    const { emulator, home, base, env } = await openHome();
    await pushImage(emulator, 'team/web', ['v1']);
    await runCli(['login', '--insecure-storage'], { env });
    const before = await home.files();
    const { exitCode, notOk, rows, find, stderr } = await examine(base);
    expect({ exitCode, notOk, stderr }).toEqual({ exitCode: 0, notOk: [], stderr: '' });
    const checks = ['settings', 'proxy', 'dns', 'tcp', 'ipv6', 'tls', 'clock', 'config-modes', 'cache-modes'];
    const more = ['docker-config', 'docker-login', 'credential', 'login', 'rights', 'blobs'];
    expect(rows.map(({ check }) => check)).toEqual([...checks, ...more]);
    expect(find('rights')?.message).toBe('team (manage)');
    expect(find('blobs')?.message).toBe('Layers come from the registry itself');
    expect(await home.files()).toEqual(before);
  });

  it('names the host that layers come from', async () => {
    const { emulator, env } = await openHome({ quirks: { 'blob-redirect': true } });
    await pushImage(emulator, 'team/web', ['v1']);
    expect((await examine(env)).find('blobs')?.message).toMatch(/^Layers come from localhost:\d+, which answers$/);
  });

  it('says what to do without a profile, and with a name that there is not', async () => {
    const { base } = await openHome();
    const nothing = await examine(base);
    expect(nothing.exitCode).toBe(1);
    expect(nothing.find('settings')).toMatchObject({
      status: 'fail',
      hint: expect.stringContaining('swrctl login') as string,
    });
    const unknown = await examine(base, {}, ['--profile', 'work']);
    expect(unknown.find('settings')).toMatchObject({ status: 'fail', message: 'There is no profile "work"' });
    expect(unknown.exitCode).toBe(2);
  });

  it('sees a wrong key, and gives a hint with every line that is not ok', async () => {
    const { emulator, env } = await openHome();
    const { exitCode, notOk, rows, stderr, stdout } = await examine({ ...env, SWRCTL_SK: 'wrong-secret-key' });
    expect(exitCode).toBe(1);
    expect(notOk).toEqual(['fail login', 'fail rights', 'warn blobs']);
    expect(rows.filter((row) => row.status !== 'ok' && row.hint === null)).toEqual([]);
    expect(JSON.parse(stderr)).toMatchObject({ code: 'FAILED', exitCode: 1 });
    expect([emulator.info.ak, 'wrong-secret-key'].filter((text) => `${stdout}${stderr}`.includes(text))).toEqual([]);
  });

  it('sees half a pair once, and does not stumble over it again', async () => {
    const { env } = await openHome();
    const { notOk, find } = await examine({ ...env, SWRCTL_SK: '' });
    expect(notOk).toEqual(['fail credential', 'fail login', 'warn rights', 'warn blobs']);
    expect(find('credential')?.message).toContain('SWRCTL_SK is not');
  });

  it('sees a clock that is off', async () => {
    const { env } = await openHome();
    const { find, exitCode } = await examine(env, { now: () => new Date(Date.now() + 20 * 60_000) });
    expect(exitCode).toBe(1);
    expect(find('clock')).toMatchObject({
      status: 'fail',
      message: expect.stringContaining('20 minutes ahead') as string,
    });
  });

  it('sees a closed port and goes on with the rest', async () => {
    const { env } = await openHome();
    const { find, notOk, rows } = await examine({ ...env, SWRCTL_REGISTRY: '127.0.0.1:1' });
    expect(find('tcp')).toMatchObject({ status: 'fail', target: '127.0.0.1:1' });
    expect(notOk).toEqual(['fail tcp', 'warn tls', 'warn clock', 'fail login']);
    expect(rows.find(({ check, target }) => check === 'tcp' && target !== '127.0.0.1:1')?.status).toBe('ok');
  });

  it('sees a certificate that is not trusted, and takes its CA', async () => {
    const { env } = await openHome();
    const certificate = await makeCertificate();
    const { host } = await startServer(status(401, { 'www-authenticate': 'Basic realm="x"' }), { tls: certificate });
    const place = { ...env, SWRCTL_REGISTRY: host };
    expect((await examine(place)).find('tls')).toMatchObject({ status: 'fail', target: host });
    const trusted = await examine(place, {}, ['--ca-file', certificate.certPath]);
    expect(trusted.find('tls')?.message).toContain('issued by localhost');
    expect(trusted.find('ca')).toMatchObject({ status: 'ok' });
  });

  it('looks at the certificate of a registry that speaks TLS also with --plain-http', async () => {
    const { env } = await openHome();
    const { host } = await startTwoSchemeRegistry({ tls: true });
    const { find } = await examine({ ...env, SWRCTL_REGISTRY: host }, {}, ['--plain-http', host, '--insecure', host]);
    expect(find('tls')).toMatchObject({ target: host, message: expect.stringContaining('not checked') as string });
  });

  it('says with --plain-http that logins can be read where a registry speaks no TLS', async () => {
    const { env } = await openHome();
    const { host } = await startTwoSchemeRegistry({ tls: false });
    const place = { ...env, SWRCTL_REGISTRY: host };
    const allowed = await examine(place, {}, ['--plain-http', host]);
    expect(allowed.find('tls')).toMatchObject({
      ...{ status: 'warn', target: host },
      message: expect.stringContaining('plain HTTP') as string,
    });
    expect((await examine(place)).find('tls')).toMatchObject({ status: 'fail', target: host });
  });

  it('looks through what a missing CA file and a damaged profile leave', async () => {
    const { home, base, env } = await openHome();
    const missing = await examine(env, {}, ['--ca-file', join(home.dir, 'none.pem')]);
    expect(missing.notOk).toEqual(['fail settings', 'warn clock', 'fail ca']);
    await mkdir(join(home.configDir, 'profiles'), { recursive: true });
    await writeFile(join(home.configDir, 'profiles', 'a.json'), '{');
    await writeFile(join(home.configDir, 'config.json'), '{"activeProfile":"a"}');
    const damaged = await examine(base);
    expect(damaged.find('settings')).toMatchObject({
      status: 'fail',
      message: expect.stringContaining('a.json') as string,
    });
    expect(damaged.find('docker-config')).toMatchObject({ status: 'ok' });
  });

  it('sees files that others can read', async () => {
    const { home, base, env } = await openHome();
    await runCli(['login', '--insecure-storage'], { env });
    await chmod(home.configDir, 0o755);
    await chmod(join(home.configDir, 'secrets', 'cn-north-4.json'), 0o644);
    await chmod(join(home.dockerDir, 'config.json'), 0o644);
    const { find } = await examine(base);
    expect(find('config-modes')).toMatchObject({ status: 'fail', hint: `Close it: chmod -R go= '${home.configDir}'` });
    expect(find('docker-config')).toMatchObject({
      status: 'warn',
      hint: expect.stringContaining('chmod 600') as string,
    });
  });

  it('sees what is wrong with the docker config: old logins, helpers that are missing, damage', async () => {
    const { emulator, home, env } = await openHome();
    const { registry } = emulator.info;
    await mkdir(home.dockerDir);
    const file = join(home.dockerDir, 'config.json');
    const auth = Buffer.from(`cn-north-4@AKOLDOLDOLD:${'0'.repeat(64)}`).toString('base64');
    const config = {
      auths: { [registry]: { auth }, 'other.example': { auth } },
      credHelpers: { 'x.example': 'absent' },
    };
    await writeFile(file, JSON.stringify(config), { mode: 0o600 });
    const { rows, notOk, find } = await examine({ ...env, PATH: '/usr/bin' });
    expect(notOk).toEqual(['fail docker-helper', 'warn docker-login']);
    expect(find('docker-helper')?.message).toBe('docker-credential-absent is configured, but not on the PATH');
    expect(rows.filter(({ check }) => check === 'docker-login').map(({ target }) => target)).toEqual([registry]);
    expect(find('docker-login')?.hint).toContain(`swrctl logout ${registry}`);
    await writeFile(file, '{"auths":');
    expect((await examine(env)).find('docker-config')).toMatchObject({ status: 'fail', target: file });
  });

  it('looks at the proxy where one is used, and never shows its password', async () => {
    const { emulator, env } = await openHome();
    const proxy = await startProxy(Number(new URL(emulator.url).port));
    const place = { ...env, SWRCTL_ENDPOINT: 'http://swr-api.example', SWRCTL_IAM_ENDPOINT: 'http://iam.example' };
    const { host } = new URL(proxy.url);
    const good = await examine({ ...place, HTTP_PROXY: `http://me:pass-word@${host}` });
    expect(good.find('proxy')).toMatchObject({
      ...{ status: 'ok', target: host },
      message: 'HTTP_PROXY is used for swr-api.example, iam.example',
    });
    expect(good.notOk).toEqual([]);
    expect(`${good.stdout}${good.stderr}`).not.toContain('pass-word');
    const bad = await examine({ ...place, HTTP_PROXY: 'http://127.0.0.1:1' });
    expect(bad.find('proxy')).toMatchObject({
      status: 'fail',
      hint: 'Correct or remove it: unset HTTP_PROXY http_proxy',
    });
  });

  it('prints a list for people and tab-separated lines for programs', async () => {
    const { env } = await openHome();
    const list = await runCli(['doctor', '--ca-file', '/gone.pem'], { env, tty: true, columns: 80 });
    const lines = stripVTControlCharacters(list.stdout).split('\n');
    expect(lines).toContainEqual(expect.stringMatching(/^✓ proxy {2,}No proxy is used$/));
    const wrong = lines.findIndex((line) => line.startsWith('✗ ca '));
    expect(lines[wrong + 1]).toMatch(/^ {4}\S/);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    const plain = await runCli(['doctor'], { env });
    expect(plain.stdout.split('\n')[0]).toMatch(/^ok\tsettings\t/);
  });

  it('prints the table with -o wide', async () => {
    const { env } = await openHome();
    const { stdout } = await runCli(['doctor', '-o', 'wide'], { env });
    expect(stdout).toMatch(/^STATUS +CHECK +TARGET +MESSAGE +HINT\nok +settings/);
  });
});
