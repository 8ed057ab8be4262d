import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startTestEmulator } from '../../support/emulator.ts';
import { accountEnv, placeEnv, testHome } from '../../support/login-home.ts';
import { itWith } from '../../support/peers.ts';
import { startRegistryServer } from '../../support/registry-server.ts';
import { runCli } from '../../support/run.ts';

/** An emulator, and a home that has logged in to it as the administrator, profile "work". */
async function setUp(...flags: readonly string[]) {
  const emulator = await startTestEmulator({ organizations: ['team'] });
  const home = await testHome();
  const env = { ...home.env, ...accountEnv(emulator.info) };
  expect(await runCli(['login', '--profile', 'work', ...flags], { env })).toMatchObject({ exitCode: 0 });
  const alice = { ...home.env, ...accountEnv(emulator.info, emulator.info.users[0]) };
  const cli = (...args: string[]) => runCli(args, { env: home.env });
  return { ...emulator, home, env, alice, cli };
}

describe('swrctl auth status', () => {
  it('shows who one is, where each value comes from, and that the login works', async () => {
    const { info, cli, home } = await setUp('--insecure-storage');
    const result = await cli('auth', 'status', '--json');
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    const from = 'profile';
    expect(JSON.parse(result.stdout)).toEqual({
      profile: 'work',
      user: `${info.project}@EMUL…OR`,
      project: info.project,
      region: 'cn-north-4',
      registry: info.registry,
      endpoint: info.endpoint,
      iamEndpoint: info.iamEndpoint,
      sources: { project: from, region: from, registry: from, endpoint: from, iamEndpoint: from },
      login: 'ok',
      loginSource: 'profile "work"',
      loginExpiresAt: null,
      api: 'ok',
      credential: 'profile "work"',
      keyCreatedAt: '2026-01-01T00:00:00.000Z',
      clockSkew: expect.closeTo(0, -1) as number,
      ignored: [],
    });
    expect(result.stdout).not.toContain(info.ak);
    await home.files();
  });

  it('takes the login of the docker config when no secret key is known', async () => {
    const { cli, home } = await setUp();
    const { stdout, exitCode } = await cli('auth', 'status', '--json=login,loginSource,api,credential,ignored');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      login: 'ok',
      loginSource: join(home.dockerDir, 'config.json'),
      api: 'none',
      credential: null,
      ignored: [{ source: 'profile "work"', reason: 'its secret key was not saved on this machine' }],
    });
  });

  it('names the winner and what was ignored', async () => {
    const { alice, home } = await setUp('--insecure-storage');
    const result = await runCli(['auth', 'status', '--json'], { env: alice });
    const reason = 'SWRCTL_AK and SWRCTL_SK come first';
    expect(JSON.parse(result.stdout)).toMatchObject({
      credential: 'SWRCTL_AK and SWRCTL_SK',
      loginSource: 'SWRCTL_AK and SWRCTL_SK',
      ignored: [
        { source: 'profile "work"', reason },
        { source: join(home.dockerDir, 'config.json'), reason },
      ],
    });
  });

  it('shows what it knows and exits 4 when the login is refused', async () => {
    const { env } = await setUp();
    const result = await runCli(['auth', 'status'], { env: { ...env, SWRCTL_SK: 'wrong' } });
    expect(result.exitCode).toBe(4);
    expect(result.stdout).toContain('login\tfailed');
    expect(result.stdout).toContain('api\tfailed');
    expect(result.stderr).toContain('Authenticate Error');
  });

  it('exits 4 for half a pair and names the other half', async () => {
    const { env } = await setUp();
    const result = await runCli(['auth', 'status'], { env: { ...env, SWRCTL_SK: '' } });
    expect(result.exitCode).toBe(4);
    expect(result.stdout).toContain('login\tunchecked');
    expect(result.stderr).toContain('SWRCTL_SK is not');
  });

  it('exits 4 when there is no login, 2 when there is no such profile', async () => {
    const { cli } = await setUp();
    await cli('logout');
    expect(await cli('auth', 'status')).toMatchObject({ exitCode: 4 });
    expect(await cli('auth', 'status', '--profile', 'nobody')).toMatchObject({ exitCode: 2 });
    const empty = await testHome();
    expect(await runCli(['auth', 'status'], { env: empty.env })).toMatchObject({ exitCode: 4 });
  });

  it('exits 1 when the registry does not answer', async () => {
    const { cli, close } = await setUp();
    await close();
    const result = await cli('auth', 'status', '--json=login');
    expect(result).toMatchObject({ exitCode: 1 });
    expect(JSON.parse(result.stdout)).toEqual({ login: 'failed' });
  });
});

describe('profiles', () => {
  it('are listed, switched and removed', async () => {
    const { alice, cli, home, info } = await setUp();
    await runCli(['login', '--profile', 'second'], { env: alice });
    const active = async () => JSON.parse((await cli('auth', 'list', '--query', '[?active].name')).stdout) as unknown;
    expect(await active()).toEqual(['second']);
    expect(await cli('auth', 'switch', 'work')).toMatchObject({ exitCode: 0, stdout: '' });
    expect(await active()).toEqual(['work']);
    expect(await cli('auth', 'switch', 'nobody')).toMatchObject({ exitCode: 5 });
    expect(await cli('auth', 'remove', 'work')).toMatchObject({ exitCode: 6 });
    expect(await cli('auth', 'remove', 'work', '--yes')).toMatchObject({ exitCode: 0 });
    expect((await cli('auth', 'list', '-o', 'name')).stdout).toBe('second\n');
    expect(Object.keys((await home.dockerConfig())?.auths ?? {})).toEqual([info.registry]);
    expect(await cli('auth', 'remove', 'work', '--yes')).toMatchObject({ exitCode: 5 });
  });

  it('that are damaged do not stand in the way of switching and removing', async () => {
    const { cli, home, alice } = await setUp();
    await runCli(['login', '--profile', 'second'], { env: alice });
    await writeFile(join(home.configDir, 'profiles', 'second.json'), '{"registry": oops');
    expect(await cli('org', 'list')).toMatchObject({ exitCode: 1 });
    expect(await cli('auth', 'switch', 'work')).toMatchObject({ exitCode: 0 });
    expect(await cli('auth', 'remove', 'second', '--yes')).toMatchObject({ exitCode: 0 });
    expect((await cli('auth', 'list', '-o', 'name')).stdout).toBe('work\n');
  });
});

describe('swrctl logout', () => {
  it('takes back login and secret key, keeps the profile and other logins', async () => {
    const { cli, home, info } = await setUp('--insecure-storage');
    await runCli(['login', 'r.example.com', '-u', 'ann', '--password-stdin', '--no-verify'], {
      env: home.env,
      stdin: 'secret',
    });
    const result = await cli('logout');
    expect(result).toMatchObject({ exitCode: 0, stdout: '' });
    expect(result.stderr).toContain(`Removed the login to ${info.registry}`);
    expect(result.stderr).toContain('Removed the secret key of profile "work"');
    expect(Object.keys((await home.dockerConfig())?.auths ?? {})).toEqual(['r.example.com']);
    const files = [...(await home.files()).keys()].sort();
    expect(files).toEqual(['docker/config.json', 'swrctl/config.json', 'swrctl/profiles/work.json']);
    expect((await cli('logout')).stderr).toContain('was not logged in');
    expect((await cli('logout', 'r.example.com')).stderr).toContain('Removed the login to r.example.com');
    expect((await cli('logout', 'r.example.com')).stderr).toContain('There was no login to r.example.com');
  });

  it('leaves the login of somebody else to the same registry', async () => {
    const { alice, cli, home, info } = await setUp();
    await runCli(['login', '--profile', 'second'], { env: alice });
    expect((await cli('logout', '--profile', 'work')).stderr).toContain('stays');
    expect(Object.keys((await home.dockerConfig())?.auths ?? {})).toEqual([info.registry]);
  });

  it('says that variables still log in', async () => {
    const { env } = await setUp();
    expect((await runCli(['logout'], { env })).stderr).toContain('Warning: SWRCTL_AK and SWRCTL_SK still log in');
  });

  it('wants to know the registry when there is no profile', async () => {
    const home = await testHome();
    expect(await runCli(['logout'], { env: home.env })).toMatchObject({ exitCode: 2 });
  });

  it('leaves a damaged docker config alone', async () => {
    const home = await testHome();
    await mkdir(home.dockerDir);
    await writeFile(join(home.dockerDir, 'config.json'), '[]');
    expect(await runCli(['logout', 'r.example.com'], { env: home.env })).toMatchObject({ exitCode: 1 });
    expect((await home.files()).get('docker/config.json')).toBe('[]');
  });
});

describe('with a secret in a keychain that cannot be used', () => {
  /** Logged in, on a machine whose keychain has the secret key, now without it. */
  async function setUpLocked() {
    const all = await setUp();
    const file = join(all.home.configDir, 'profiles', 'work.json');
    const saved = JSON.parse(await readFile(file, 'utf8')) as object;
    await writeFile(file, JSON.stringify({ ...saved, secretPlace: 'keychain' }));
    return all;
  }

  it.each([
    { words: 'of the profile', args: () => [], again: () => '--profile work' },
    { words: 'of the registry', args: (host: string) => [host], again: (host: string) => host },
  ])('logout $words removes the rest, says what stays and why, and exits 1', async ({ args, again }) => {
    const { cli, home, info } = await setUpLocked();
    const result = await cli('logout', ...args(info.registry));
    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toContain(`Removed the login to ${info.registry}`);
    expect(result.stderr).toContain('Error: Everything was removed but the secret key of profile "work"');
    expect(result.stderr).toContain('SWRCTL_KEYCHAIN is off');
    expect(result.stderr).toContain(`run again: swrctl logout ${again(info.registry)}`);
    expect((await home.dockerConfig())?.auths ?? {}).toEqual({});
  });

  it('auth remove removes the rest with the profile, and says how to remove the secret by hand', async () => {
    const { cli, home } = await setUpLocked();
    const result = await cli('auth', 'remove', 'work', '--yes');
    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toContain('Removed profile "work"');
    expect(result.stderr).toMatch(/Hint: Remove it by hand: .*swrctl.*profiles\/work/);
    expect((await cli('auth', 'list', '-o', 'name')).stdout).toBe('');
    expect((await home.dockerConfig())?.auths ?? {}).toEqual({});
  });

  it('login --insecure-storage still goes to the file, and says what stays', async () => {
    const { env, cli } = await setUpLocked();
    const result = await runCli(['login', '--profile', 'work', '--insecure-storage'], { env });
    expect(result).toMatchObject({ exitCode: 0 });
    expect(result.stderr).toContain('stays in the keychain');
    expect(await cli('org', 'list', '-o', 'name')).toMatchObject({ exitCode: 0, stdout: 'team\n' });
  });
});

describe('swrctl auth key', () => {
  const [ak, sk] = ['HPUA0123456789ABCDEF', 'a secret/+key='];

  itWith('openssl')('prints the login key alone, as openssl makes it', async () => {
    const home = await testHome();
    const expected = execFileSync('openssl', ['dgst', '-sha256', '-hmac', sk], { input: ak, encoding: 'utf8' });
    const result = await runCli(['auth', 'key', '--ak', ak, '--sk-stdin'], { env: home.env, stdin: `${sk}\n` });
    expect(result).toEqual({ exitCode: 0, stderr: '', stdout: expected.replace(/^.*= */, '') });
  });

  it('names what is missing', async () => {
    const home = await testHome();
    expect((await runCli(['auth', 'key'], { env: home.env })).stderr).toContain('--ak');
    const result = await runCli(['auth', 'key', '--ak', ak], { env: home.env });
    expect(result).toMatchObject({ exitCode: 4, stdout: '' });
    expect(result.stderr).toContain('--sk-stdin');
  });
});

describe('swrctl auth token', () => {
  it.each([
    { flags: [], actions: ['pull'] },
    { flags: ['--push'], actions: ['pull', 'push'] },
  ])('prints a token that the registry takes, for $actions', async ({ flags, actions }) => {
    const { cli, info } = await setUp();
    const { stdout, stderr } = await cli('auth', 'token', 'team/web', ...flags);
    expect(stderr).toBe('');
    const payload = Buffer.from(stdout.split('.')[1] ?? '', 'base64url').toString();
    expect(JSON.parse(payload)).toMatchObject({ access: [{ type: 'repository', name: 'team/web', actions }] });
    const headers = { authorization: `Bearer ${stdout.trim()}` };
    expect((await fetch(`${info.endpoint}/v2/`, { headers })).status).toBe(200);
  });

  it('fails as the registry does: no organization, no right, no tokens at all', async () => {
    const { cli, info, alice } = await setUp();
    expect(await cli('auth', 'token', 'nobody/web')).toMatchObject({ exitCode: 5, stdout: '' });
    expect(await runCli(['auth', 'token', 'team/web', '--push'], { env: alice })).toMatchObject({ exitCode: 4 });
    const stranger = { ...(await testHome()).env, ...placeEnv(info) };
    expect(await runCli(['auth', 'token', 'team/web'], { env: stranger })).toMatchObject({ exitCode: 4 });
  });

  itWith('docker-registry')('says when a registry has no tokens', async () => {
    const { host } = new URL(await startRegistryServer());
    const result = await runCli(['auth', 'token', `${host}/team/web`], { env: (await testHome()).env });
    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toContain('gives no tokens');
  });
});
