import { execFile } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { startTestEmulator } from '../../support/emulator.ts';
import { accountEnv, testHome, type TestHome } from '../../support/login-home.ts';
import { itWith } from '../../support/peers.ts';
import { runCli as runProgram, type RunOptions } from '../../support/run.ts';

const exec = promisify(execFile);

/** Folders of every program below the home. */
const homeEnv = ({ env, dir }: TestHome) => ({
  ...env,
  DOCKER_CONFIG: '',
  XDG_RUNTIME_DIR: join(dir, 'run'),
  XDG_CONFIG_HOME: join(dir, 'config'),
});

const runCli = (args: string[], options: RunOptions & { env: { HOME?: string } }) =>
  runProgram(args, { ...options, homeDir: options.env.HOME ?? '' });

const textOf = async (path: string): Promise<string | undefined> => readFile(path, 'utf8').catch(() => undefined);

describe('swrctl login --for', () => {
  it('writes the file of each program, and logout takes back exactly that', async () => {
    const { info, login } = await startTestEmulator();
    const home = await testHome();
    const env = homeEnv(home);
    const k3s = join(home.dir, 'registries.yaml');
    const containerd = join(home.dir, 'conf.d/swr.toml');
    const k3sBefore = '# mirrors of ours\nmirrors:\n  docker.io:\n    endpoint: [ "https://mirror.example" ]\n';
    await writeFile(k3s, k3sBefore);
    const programs = `docker,nerdctl,buildkit,podman,skopeo,helm,k3s=${k3s},containerd=${containerd}`;
    const result = await runCli(['login', '--for', programs], { env: { ...env, ...accountEnv(info) } });
    expect(result).toMatchObject({ exitCode: 0 });
    const { user: username, password } = login();
    const auths = { auths: { [info.registry]: { auth: Buffer.from(`${username}:${password}`).toString('base64') } } };
    const docker = ['.docker/config.json', 'run/containers/auth.json', 'config/helm/registry/config.json'];
    for (const file of docker) {
      const path = join(home.dir, file);
      expect(JSON.parse((await textOf(path)) ?? '')).toEqual(auths);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
    }
    const yaml = (await textOf(k3s)) ?? '';
    expect(yaml).toContain('# mirrors of ours');
    expect(parse(yaml)).toMatchObject({ configs: { [info.registry]: { auth: { username, password } } } });
    expect((await stat(containerd)).mode & 0o777).toBe(0o600);
    for (const path of [...docker, k3s, containerd]) expect(result.stderr).toContain(path);

    const out = await runCli(['logout'], { env });
    expect(out).toMatchObject({ exitCode: 0 });
    for (const file of docker) expect((await textOf(join(home.dir, file))) ?? '').not.toContain(info.registry);
    expect(await textOf(k3s)).toBe(k3sBefore);
    expect(await textOf(containerd)).toBeUndefined();
    expect(JSON.parse((await home.files()).get('swrctl/written.json') ?? '')).toEqual({ written: [] });
  });

  it('leaves what somebody else wrote since', async () => {
    const { info } = await startTestEmulator();
    const home = await testHome();
    const env = homeEnv(home);
    await runCli(['login', '--for', 'podman'], { env: { ...env, ...accountEnv(info) } });
    const path = join(home.dir, 'run/containers/auth.json');
    const other = JSON.stringify({ auths: { [info.registry]: { auth: Buffer.from('ann:x').toString('base64') } } });
    await writeFile(path, other);
    const result = await runCli(['logout'], { env });
    expect(result.stderr).toContain('stays: it is another one than login wrote');
    expect(await textOf(path)).toBe(other);
  });

  it.each([
    { name: 'a damaged file', k3s: '- a list\n', args: [] },
    { name: 'a helper for k3s', k3s: '', args: ['--helper'] },
  ])('writes nothing at all for $name', async ({ k3s, args }) => {
    const { info } = await startTestEmulator();
    const home = await testHome();
    const path = join(home.dir, 'registries.yaml');
    await writeFile(path, k3s);
    const env = { ...homeEnv(home), ...accountEnv(info) };
    const result = await runCli(['login', '--for', `docker,k3s=${path}`, ...args], { env });
    expect(result.exitCode).not.toBe(0);
    expect([...(await home.files())]).toEqual([['registries.yaml', k3s]]);
  });

  it('names the programs that it knows', async () => {
    const { info } = await startTestEmulator();
    const home = await testHome();
    const result = await runCli(['login', '--for', 'docker,rkt'], { env: { ...home.env, ...accountEnv(info) } });
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('--for has "rkt"');
    expect(result.stderr).toContain('containerd');
  });

  itWith('skopeo')('lets skopeo in at the place where it looks by itself', async () => {
    const { info } = await startTestEmulator();
    const home = await testHome();
    const env = homeEnv(home);
    await runCli(['login', '--for', 'skopeo'], { env: { ...env, ...accountEnv(info) } });
    const known = await exec('skopeo', ['login', '--get-login', info.registry], { env });
    expect(known.stdout.trim()).toBe(`${info.project}@${info.ak}`);
  });

  itWith('containerd')('writes what containerd reads', async () => {
    const { info, login } = await startTestEmulator();
    const home = await testHome();
    const part = join(home.dir, 'conf.d/swr.toml');
    await runCli(['login', '--for', `containerd=${part}`], { env: { ...home.env, ...accountEnv(info) } });
    const config = join(home.dir, 'config.toml');
    await writeFile(config, `version = 2\nimports = ["${join(home.dir, 'conf.d')}/*.toml"]\n`);
    const { stdout } = await exec('containerd', ['--config', config, 'config', 'dump']);
    expect(stdout).toContain(`registry.configs."${info.registry}".auth]`);
    expect(stdout).toContain(login().password);
  });
});

describe('swrctl login --for, of an instance', () => {
  it('writes its credential for each program, and logout takes back exactly that', async () => {
    const { info } = await startTestEmulator({ instances: ['team-ci'] });
    const home = await testHome();
    const env = { ...homeEnv(home), SWRCTL_CACHE_DIR: join(home.dir, 'cache') };
    const [k3s, containerd] = [join(home.dir, 'registries.yaml'), join(home.dir, 'conf.d/swr.toml')];
    const args = ['login', '--instance', 'team-ci', '--for', `docker,podman,k3s=${k3s},containerd=${containerd}`];
    const result = await runCli(args, { env: { ...env, ...accountEnv(info) } });
    expect(result).toMatchObject({ exitCode: 0 });
    const host = info.instances[0]?.host ?? '';
    const podman = join(home.dir, 'run/containers/auth.json');
    const { auths } = JSON.parse((await textOf(podman)) ?? '') as { auths: Record<string, { auth: string }> };
    expect(Object.keys(auths)).toEqual([host]);
    const headers = { authorization: `Basic ${auths[host]?.auth}` };
    expect((await fetch(`http://${host}/v2/`, { headers })).status).toBe(200);
    const [, password = ''] = Buffer.from(auths[host]?.auth ?? '', 'base64')
      .toString()
      .split(':');
    const paths = [join(home.dir, '.docker/config.json'), podman, k3s, containerd];
    for (const path of paths)
      expect(await textOf(path)).toContain(path.endsWith('.json') ? auths[host]?.auth : password);
    expect(await runCli(['logout'], { env })).toMatchObject({ exitCode: 0 });
    for (const path of paths) expect((await textOf(path)) ?? '').not.toContain(host);
  });
});
