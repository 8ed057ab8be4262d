import { execFile } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { World } from '../../src/app/world.ts';
import { createKeeper } from '../../src/helper/profile-logins.ts';
import { startTestEmulator, type TestEmulator } from '../support/emulator.ts';
import { ask, homeWithHelper, secretOf } from '../support/credential-helper.ts';
import { buildHello, startDockerEngine, type DockerEngine } from '../support/docker-engine.ts';
import { accountEnv, type TestHome } from '../support/login-home.ts';
import { findProgram, itAsRootWith } from '../support/peers.ts';
import { spawnCli } from '../support/run.ts';
import { statusesOf } from '../emulator/enterprise/three-registries.ts';

const exec = promisify(execFile);
const GOOD = { base: 200, token: 200 };
const NOT_FOUND = 'credentials not found in native keychain\n';
const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

interface Opened {
  readonly emulator: TestEmulator;
  readonly home: TestHome;
  readonly hosts: readonly [string, string];
  /** How often somebody asked for a temporary credential. */
  readonly asked: () => Promise<number>;
}

/** A home that `login --helper` was run in, once for each of these instances. */
async function openHome(...names: readonly string[]): Promise<Opened> {
  const emulator = await startTestEmulator({ instances: ['team-ci', 'other'], organizations: ['library'] });
  const home = await homeWithHelper();
  for (const name of names) {
    const args = ['login', '--instance', name, '--helper', '--insecure-storage'];
    const { exitCode, stderr } = await spawnCli(args, { env: { ...home.env, ...accountEnv(emulator.info) } });
    expect(exitCode, stderr).toBe(0);
  }
  const [first = '', second = ''] = emulator.info.instances.map(({ host }) => host);
  const asked = async () => (await emulator.calls()).filter(({ path }) => path.endsWith('/temp-credential')).length;
  return { emulator, home, hosts: [first, second], asked };
}

interface Secret {
  readonly ServerURL: string;
  readonly Username: string;
  readonly Secret: string;
}

const loginOf = ({ Username: user, Secret: password }: Secret) => ({ user, password });

async function get(home: TestHome, host: string): Promise<Secret> {
  return secretOf(await ask(home.env, 'get', host)) as Secret;
}

/** The files of the cache of logins. */
async function keptIn({ dir }: TestHome): Promise<string[]> {
  const folder = join(dir, 'cache/logins');
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith('.json')).map((name) => join(folder, name));
}

describe('the helper for an instance', () => {
  it('makes a credential of that instance once for many processes, for its owner only', async () => {
    const { home, hosts, asked } = await openHome('team-ci');
    const [host] = hosts;
    expect(await home.dockerConfig()).toEqual({ credHelpers: { [host]: 'swr' } });
    const before = await asked();
    const answers = await Promise.all([1, 2, 3, 4].map(() => get(home, host)));
    const [first] = answers;
    if (first === undefined) throw new Error('no answer');
    expect(answers).toEqual([first, first, first, first]);
    expect(await asked()).toBe(before + 1);
    expect(await statusesOf({ host }, loginOf(first))).toEqual(GOOD);
    const kept = await keptIn(home);
    expect(kept).toHaveLength(1);
    for (const path of kept) expect((await stat(path)).mode & 0o777).toBe(0o600);
    const elsewhere = [...(await home.files())].filter(([path]) => !path.startsWith('cache/logins/'));
    expect(elsewhere.filter(([, text]) => text.includes(first.Secret)).map(([path]) => path)).toEqual([]);
  });

  it('has a credential of each instance, and none for a host that it does not know', async () => {
    const { home, hosts } = await openHome('team-ci', 'other');
    const [first, second] = await Promise.all(hosts.map((host) => get(home, host)));
    if (first === undefined || second === undefined) throw new Error('no answer');
    expect(await statusesOf({ host: hosts[0] }, loginOf(first))).toEqual(GOOD);
    expect(await statusesOf({ host: hosts[1] }, loginOf(second))).toEqual(GOOD);
    expect(await statusesOf({ host: hosts[1] }, loginOf(first))).toEqual({ base: 401, token: 401 });
    expect(await keptIn(home)).toHaveLength(2);
    expect(Object.keys(secretOf(await ask(home.env, 'list')) as object).sort()).toEqual([...hosts].sort());
    expect(await ask(home.env, 'get', 'ghcr.io')).toEqual({ exitCode: 1, stdout: NOT_FOUND, stderr: '' });
  });

  it('takes back its own, keeps no other, and makes a new one when it was erased', async () => {
    const { home, hosts, asked } = await openHome('team-ci');
    const [host] = hosts;
    const first = await get(home, host);
    const before = await asked();
    expect(await ask(home.env, 'store', JSON.stringify(first))).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    const other = await ask(home.env, 'store', JSON.stringify({ ...first, Secret: 'S3cretCanary' }));
    expect(other.exitCode).toBe(1);
    expect(other.stdout).toContain('keeps no logins');
    expect(other.stdout).not.toContain('S3cretCanary');
    expect(await asked()).toBe(before);
    expect((await ask(home.env, 'erase', host)).stderr).toContain(`swrctl logout ${host}`);
    expect(await keptIn(home)).toEqual([]);
    expect(await get(home, host)).not.toEqual(first);
    expect(await asked()).toBe(before + 1);
  });

  it('asks nobody while the cache is good, even where the service is gone', async () => {
    const { emulator, home, hosts } = await openHome('team-ci');
    const first = await get(home, hosts[0]);
    await emulator.control('faults', { faults: ['503'] });
    expect(await get(home, hosts[0])).toEqual(first);
  });

  it('gives the credential that login made, where it is a long-term one', async () => {
    const { emulator, home, hosts, asked } = await openHome();
    const [host] = hosts;
    const env = { ...home.env, ...accountEnv(emulator.info) };
    expect(await spawnCli(['login', '--instance', 'team-ci', '--long-term', 'bot'], { env })).toMatchObject({
      exitCode: 0,
    });
    expect(await statusesOf({ host }, loginOf(await get(home, host)))).toEqual(GOOD);
    expect(await asked()).toBe(0);
  });
});

/** What the helper has of the process, at another time. */
function worldAt(home: TestHome, now: () => Date): World {
  const env = { ...home.env, SWRCTL_KEYCHAIN: 'off', SWRCTL_METADATA_ENDPOINT: 'off' };
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  return {
    ...{ argv: [], env, stdin: Readable.from([]), stdout, stderr, cwd: home.dir, homeDir: home.dir, now },
    ...{ platform: process.platform, arch: process.arch, random: Math.random, version: '0.0.0-test' },
    signal: new AbortController().signal,
    lockOwner: { pid: process.pid, place: 'here', isRunning: (pid) => pid === process.pid },
  };
}

describe('near the end of a credential', () => {
  it('the helper makes a new one ten minutes before, and not earlier', async () => {
    const { emulator, home, hosts, asked } = await openHome('team-ci');
    const [host] = hosts;
    const start = Date.now();
    let passed = 0;
    const keeper = createKeeper(worldAt(home, () => new Date(start + passed * 1000)));
    const later = async (seconds: number) => {
      await emulator.control('clock', { advanceSeconds: seconds - passed });
      passed = seconds;
      return keeper.get(host);
    };
    const first = await later(0);
    const before = await asked();
    expect(await later(DAY - 11 * MINUTE)).toEqual(first);
    expect(await asked()).toBe(before);
    const second = await later(DAY - 9 * MINUTE);
    expect(await asked()).toBe(before + 1);
    expect(second?.password).not.toBe(first?.password);
    expect(await later(DAY + 60 * MINUTE)).toEqual(second);
    expect(await statusesOf({ host }, { user: second?.username ?? '', password: second?.password ?? '' })).toEqual(
      GOOD,
    );
    expect(await statusesOf({ host }, { user: first?.username ?? '', password: first?.password ?? '' })).not.toEqual(
      GOOD,
    );
  });

  it('the old one still serves while no new one can be had, until its end', async () => {
    const { emulator, home, hosts } = await openHome('team-ci');
    const start = Date.now();
    let passed = 0;
    const keeper = createKeeper(worldAt(home, () => new Date(start + passed * 1000)));
    const first = await keeper.get(hosts[0]);
    await emulator.control('faults', { faults: ['403:POST:**/temp-credential'] });
    passed = DAY - 5 * MINUTE;
    await emulator.control('clock', { advanceSeconds: passed });
    expect(await keeper.get(hosts[0])).toEqual(first);
    await emulator.control('clock', { advanceSeconds: 10 * MINUTE });
    passed += 10 * MINUTE;
    await expect(keeper.get(hosts[0])).rejects.toMatchObject({ code: 'AUTH_DENIED' });
  });
});

describe('logout', () => {
  it('takes back what the helper has and where docker is sent to, of this instance only', async () => {
    const { home, hosts } = await openHome('other', 'team-ci');
    const [first, second] = hosts;
    const { Secret: secret } = await get(home, first);
    await get(home, second);
    const out = await spawnCli(['logout'], { env: home.env });
    expect(out).toMatchObject({ exitCode: 0 });
    expect(out.stderr).toContain(`no longer sends docker to docker-credential-swr for ${first}`);
    expect(await home.dockerConfig()).toEqual({ credHelpers: { [second]: 'swr' } });
    const texts = [...(await home.files())].filter(([, text]) => text.includes(secret));
    expect(texts.map(([path]) => path)).toEqual([]);
    expect(await keptIn(home)).toHaveLength(1);
    expect((await ask(home.env, 'get', first)).exitCode).toBe(1);
    expect((await ask(home.env, 'get', second)).exitCode).toBe(0);
  });
});

describe('docker with nothing but the helper', () => {
  let engine: DockerEngine | undefined;
  beforeAll(async () => {
    const canRun = process.getuid?.() === 0 && findProgram('dockerd') !== undefined;
    engine = canRun ? await startDockerEngine() : undefined;
  });
  afterAll(() => engine?.close());

  itAsRootWith('docker', 'dockerd')('pushes to an instance and the shared edition, until logout', async () => {
    if (engine === undefined) throw new Error('the engine did not start');
    const { emulator, home, hosts } = await openHome('team-ci');
    const { registry } = emulator.info;
    const [host] = hosts;
    const login = ['login', '--profile', 'shared', '--helper', '--insecure-storage', '--instance', 'none'];
    expect(await spawnCli(login, { env: { ...home.env, ...accountEnv(emulator.info) } })).toMatchObject({
      exitCode: 0,
    });
    expect(await home.dockerConfig()).toEqual({ credHelpers: { [host]: 'swr', [registry]: 'swr' } });
    const env = { ...home.env, DOCKER_HOST: engine.env['DOCKER_HOST'] };
    const docker = async (...args: string[]) => (await exec('docker', args, { env })).stdout;
    const images = [host, registry].map((one) => `${one}/library/hello:v1`);
    await buildHello(engine, ...images);
    for (const image of images) {
      await docker('push', image);
      await docker('rmi', image);
      expect(await docker('pull', image)).toMatch(/Downloaded newer image|up to date/);
    }
    expect(await readFile(join(home.dockerDir, 'config.json'), 'utf8')).not.toContain('"auth"');
    expect(await spawnCli(['logout', host], { env: home.env })).toMatchObject({ exitCode: 0 });
    expect(await home.dockerConfig()).toEqual({ credHelpers: { [registry]: 'swr' } });
    await expect(docker('push', images[0] ?? '')).rejects.toThrow(/denied|unauthorized|authentication/i);
    await docker('push', images[1] ?? '');
  });
});
