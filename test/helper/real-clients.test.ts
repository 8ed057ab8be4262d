import { execFile } from 'node:child_process';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, homeWithHelper, secretOf } from '../support/credential-helper.ts';
import { buildHello, startDockerEngine, type DockerEngine } from '../support/docker-engine.ts';
import { startTestEmulator } from '../support/emulator.ts';
import { accountEnv, placeEnv, testHome } from '../support/login-home.ts';
import { itWith } from '../support/peers.ts';
import { spawnCli } from '../support/run.ts';

const exec = promisify(execFile);
const NOT_FOUND = 'credentials not found in native keychain\n';

describe('docker with nothing but the helper', () => {
  let engine: DockerEngine;
  beforeAll(async () => {
    engine = await startDockerEngine();
  });
  afterAll(() => engine.close());

  itWith('docker', 'dockerd')('logs in, pushes and pulls, until logout', async () => {
    const { info } = await startTestEmulator({ organizations: ['team'] });
    const home = await homeWithHelper();
    const login = await spawnCli(['login', '--helper', '--insecure-storage'], {
      env: { ...home.env, ...accountEnv(info) },
    });
    expect(login).toMatchObject({ exitCode: 0 });
    expect(await home.dockerConfig()).toEqual({ credHelpers: { [info.registry]: 'swr' } });
    const env = { ...home.env, DOCKER_HOST: engine.env['DOCKER_HOST'] };
    const docker = async (...args: string[]) => (await exec('docker', args, { env })).stdout;
    const image = `${info.registry}/team/hello:v1`;
    await buildHello(engine, image);
    expect(await docker('login', info.registry)).toContain('Login Succeeded');
    await docker('push', image);
    await docker('rmi', image);
    expect(await docker('pull', image)).toContain('Downloaded newer image');
    const text = await readFile(join(home.dockerDir, 'config.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ credHelpers: { [info.registry]: 'swr' } });
    expect(text).not.toMatch(/"auth"/);
    await docker('logout', info.registry);
    expect(await ask(home.env, 'get', info.registry)).toMatchObject({ exitCode: 0 });
    await spawnCli(['logout'], { env: home.env });
    await expect(docker('push', image)).rejects.toThrow(/denied|unauthorized|may not login/i);
  });
});

describe('skopeo with nothing but the helper', () => {
  itWith('skopeo')('is let in', async () => {
    const { info } = await startTestEmulator({ organizations: ['team'] });
    const home = await homeWithHelper();
    await spawnCli(['login', '--helper', '--insecure-storage'], { env: { ...home.env, ...accountEnv(info) } });
    const authfile = ['--authfile', join(home.dockerDir, 'config.json')];
    const known = await exec('skopeo', ['login', '--get-login', ...authfile, info.registry], { env: home.env });
    expect(known.stdout.trim()).toBe(`${info.project}@${info.ak}`);
    const again = await exec('skopeo', ['login', '--tls-verify=false', ...authfile, info.registry], { env: home.env });
    expect(again.stdout).toContain('Existing credentials are valid');
  });
});

describe('docker-credential-swr', () => {
  it('derives the login key without the network', async () => {
    const { info, login, calls } = await startTestEmulator();
    const home = await homeWithHelper();
    const env = { ...home.env, ...accountEnv(info) };
    expect(secretOf(await ask(env, 'get', `https://${info.registry}/v2/\n`))).toEqual({
      ServerURL: info.registry,
      Username: login().user,
      Secret: login().password,
    });
    expect((await calls()).filter(({ path }) => !path.startsWith('/_emulator'))).toEqual([]);
    const kept = [...(await home.files())];
    // the helper's own code, as Node made it
    expect(kept.filter(([path]) => !path.includes('/compiled/'))).toEqual([]);
    expect(kept.filter(([, text]) => text.includes(info.sk) || text.includes(login().password))).toEqual([]);
  });

  it('says in the words of the protocol that it does not know a host', async () => {
    const { info } = await startTestEmulator();
    const home = await homeWithHelper();
    const unknown = { exitCode: 1, stdout: NOT_FOUND, stderr: '' };
    expect(await ask(home.env, 'get', 'ghcr.io')).toEqual(unknown);
    expect(await ask({ ...home.env, ...accountEnv(info) }, 'get', 'ghcr.io')).toEqual(unknown);
    expect(await ask({ ...home.env, ...placeEnv(info) }, 'get', info.registry)).toEqual(unknown);
  });

  it.each([
    { action: 'get', input: '', stdout: 'no credentials server URL\n' },
    { action: 'erase', input: ' \n', stdout: 'no credentials server URL\n' },
    { action: 'store', input: '{"ServerURL":"h"}', stdout: 'no credentials username\n' },
    {
      action: 'store',
      input: 'secret, not JSON',
      stdout: 'the login to store is not JSON with ServerURL, Username and Secret\n',
    },
    { action: 'sing', input: '', stdout: 'docker-credential-swr: unknown action: sing\n' },
    { action: '', input: '', stdout: 'Usage: docker-credential-swr <store|get|erase|list|version>\n' },
    { action: 'get', input: 'x'.repeat(70_000), stdout: 'the request has more than 64 KiB\n' },
  ])('refuses $action with "$stdout"', async ({ action, input, stdout }) => {
    const home = await testHome();
    expect(await ask(home.env, action, input)).toEqual({ exitCode: 1, stdout, stderr: '' });
  });

  it('takes back the login that it gave, and no other', async () => {
    const { info, login } = await startTestEmulator();
    const home = await homeWithHelper();
    const env = { ...home.env, ...accountEnv(info) };
    const { user: Username, password: Secret } = login();
    const own = { ServerURL: info.registry, Username, Secret };
    expect(await ask(env, 'store', JSON.stringify(own))).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    const other = await ask(env, 'store', JSON.stringify({ ...own, Secret: 'S3cretCanary' }));
    expect(other.exitCode).toBe(1);
    expect(other.stdout).toContain('keeps no logins');
    expect(other.stdout).not.toContain('S3cretCanary');
    const erased = await ask(env, 'erase', info.registry);
    expect(erased).toMatchObject({ exitCode: 0, stdout: '' });
    expect(erased.stderr).toContain('swrctl logout');
  });

  it('finds the profile of a host that is not in use, and lists them all', async () => {
    const [first, second] = [await startTestEmulator(), await startTestEmulator()];
    const home = await homeWithHelper();
    for (const [name, { info }] of Object.entries({ one: first, two: second })) {
      const env = { ...home.env, ...accountEnv(info, name === 'one' ? info : info.users[0]) };
      await spawnCli(['login', '--profile', name, '--helper', '--insecure-storage'], { env });
    }
    const get = async (host: string) => secretOf(await ask({ ...home.env, SWRCTL_REGION: 'eu-west-101' }, 'get', host));
    const alice = second.info.users[0];
    expect(await get(first.info.registry)).toMatchObject({ Username: first.login().user });
    expect(await get(second.info.registry)).toMatchObject({ Username: second.login(alice?.ak, alice?.sk).user });
    expect(secretOf(await ask(home.env, 'list'))).toEqual({
      [first.info.registry]: first.login().user,
      [second.info.registry]: second.login(alice?.ak).user,
    });
    const orgs = await spawnCli(['auth', 'token', `${first.info.registry}/team/web`], { env: home.env });
    expect(orgs.stderr).not.toContain('may not login');
  });

  it('says why it has no secret', async () => {
    const { info } = await startTestEmulator();
    const home = await homeWithHelper();
    await spawnCli(['login'], { env: { ...home.env, ...accountEnv(info) } });
    const { stdout, exitCode } = await ask(home.env, 'get', info.registry);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('was not saved on this machine');
    expect(stdout).toContain('--insecure-storage');
  });

  it('fetches a temporary login once for many processes, keeps it for its owner only, and renews it', async () => {
    const { info, calls } = await startTestEmulator({ organizations: ['team'] });
    const home = await homeWithHelper();
    const args = ['login', '--temporary', '--duration', '20m', '--helper', '--insecure-storage'];
    expect(await spawnCli(args, { env: { ...home.env, ...accountEnv(info) } })).toMatchObject({ exitCode: 0 });
    const fetched = async () => (await calls()).filter(({ path }) => path.startsWith('/v2/manage/utils/secret')).length;
    const before = await fetched();
    const answers = await Promise.all([1, 2, 3].map(() => ask(home.env, 'get', info.registry)));
    const [first, ...rest] = answers.map(secretOf);
    expect(first).toMatchObject({ Username: expect.stringContaining(`${info.project}@EMUTEMP`) as string });
    expect(rest).toEqual([first, first]);
    expect(await fetched()).toBe(before + 1);
    const folder = join(home.dir, 'cache/logins');
    const [file = ''] = (await readdir(folder)).filter((name) => name.endsWith('.json'));
    expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
    await ask(home.env, 'erase', info.registry);
    expect(secretOf(await ask(home.env, 'get', info.registry))).not.toEqual(first);
    expect(await fetched()).toBe(before + 2);
  });
});

describe('swrctl login --helper', () => {
  it('writes nothing when the helper would have no secret, or is not there', async () => {
    const { info } = await startTestEmulator();
    const home = await homeWithHelper();
    const env = { ...home.env, ...placeEnv(info) };
    const args = ['login', '--helper', '--ak', info.ak, '--sk-stdin'];
    const unsaved = await spawnCli(args, { env, stdin: info.sk });
    expect(unsaved.exitCode).toBe(4);
    expect(unsaved.stderr).toContain('--insecure-storage');
    const absent = await spawnCli(args, { env: { ...env, PATH: '/usr/bin:/bin' }, stdin: info.sk });
    expect(absent.exitCode).toBe(1);
    expect(absent.stderr).toContain('docker-credential-swr is not on the PATH');
    const kept = [...(await home.files())].filter(([path]) => !path.startsWith('bin/'));
    expect(kept.filter(([, text]) => text.includes(info.ak) || text.includes('swr"'))).toEqual([]);
  });
});
