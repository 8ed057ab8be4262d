import { execFile, spawn } from 'node:child_process';
import { mkdir, readdir, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { siteOf, siteOptions } from '../../support/edition-sites.ts';
import { startTestEmulator, type TestEmulator } from '../../support/emulator.ts';
import { accountEnv, testHome, type TestHome } from '../../support/login-home.ts';
import { itWith } from '../../support/peers.ts';
import { BIN, spawnCli } from '../../support/run.ts';
import { pushTo } from '../../emulator/enterprise/pushes.ts';

/** docker-credential-swr and kubelet's provider, as programs of their own, for the registry of an instance. */
const BINS = join(BIN, '..');
const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

interface Answer {
  readonly stdout: string;
  readonly exitCode: number | null;
}

function startProgram(name: string, args: readonly string[], env: Readonly<Record<string, string>>, input: string) {
  const child = spawn(process.execPath, [join(BINS, `${name}.js`), ...args], { env });
  const out: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stdin.on('error', () => undefined); // it may have said no already
  child.stdin.end(input);
  return new Promise<Answer>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ stdout: Buffer.concat(out).toString(), exitCode }));
  });
}

/** For NODE_OPTIONS: a clock that is so many seconds ahead. */
function clockAhead(seconds: number): string {
  const code = `const D=Date,S=${seconds * 1000};globalThis.Date=class extends D{constructor(...a){if(a.length)super(...a);else super(D.now()+S)}static now(){return D.now()+S}}`;
  return `--import=data:text/javascript,${encodeURIComponent(code)}`;
}

interface Login {
  readonly ServerURL: string;
  readonly Username: string;
  readonly Secret: string;
}

async function statusOf(host: string, { Username, Secret }: Pick<Login, 'Username' | 'Secret'>): Promise<number> {
  const authorization = `Basic ${Buffer.from(`${Username}:${Secret}`).toString('base64')}`;
  return (await fetch(`http://${host}/v2/`, { headers: { authorization } })).status;
}

interface Helped {
  readonly emulator: TestEmulator;
  readonly home: TestHome;
  readonly env: Readonly<Record<string, string>>;
  readonly host: string;
  readonly ask: (action: string, input?: string, more?: Record<string, string>) => Promise<Answer>;
  readonly get: (host: string, more?: Record<string, string>) => Promise<Login>;
  /** How many temporary credentials were made so far. */
  readonly made: () => Promise<number>;
}

/** Logged in to `team-ci` with the helper, by a profile only; the helper is on the PATH. */
async function openHelped(...args: readonly string[]): Promise<Helped> {
  const emulator = await startTestEmulator(siteOptions);
  const home = await testHome();
  const bin = join(home.dir, 'bin');
  await mkdir(bin);
  await symlink(join(BINS, 'docker-credential-swr.js'), join(bin, 'docker-credential-swr'));
  const env = { ...home.env, PATH: `${bin}:${home.env['PATH'] ?? ''}`, SWRCTL_CACHE_DIR: join(home.dir, 'cache') };
  const login = ['login', '--instance', 'team-ci', '--helper', '--insecure-storage', ...args];
  const result = await spawnCli(login, { env: { ...env, ...accountEnv(emulator.info) } });
  if (result.exitCode !== 0) throw new Error(result.stderr);
  const ask: Helped['ask'] = (action, input = '', more = {}) =>
    startProgram('docker-credential-swr', [action], { ...env, ...more }, input);
  return {
    ...{ emulator, home, env, ask, host: siteOf(emulator, 'team-ci').host },
    get: async (host, more = {}) => JSON.parse((await ask('get', host, more)).stdout) as Login,
    made: async () => (await emulator.calls()).filter(({ path }) => path.endsWith('/temp-credential')).length,
  };
}

describe('login --instance --helper', () => {
  it('sends docker to the helper, and leaves no credential in its config', async () => {
    const { emulator, home, host } = await openHelped();
    expect(await home.dockerConfig()).toEqual({ credHelpers: { [host]: 'swr' } });
    const key = emulator.login().password;
    for (const [path, text] of await home.files()) expect(text, path).not.toContain(key);
  });
});

describe('docker-credential-swr get', () => {
  it('makes one credential for many processes, and keeps it for its owner only', async () => {
    const { emulator, home, host, get, made } = await openHelped();
    const before = await made();
    const [first, ...rest] = await Promise.all([1, 2, 3, 4].map(() => get(host)));
    expect(rest).toEqual([first, first, first]);
    expect(await made()).toBe(before + 1);
    expect(first).toMatchObject({ ServerURL: host });
    expect(await statusOf(host, first as Login)).toBe(200);
    expect(await statusOf(siteOf(emulator, 'other').host, first as Login)).toBe(401);
    const folder = join(home.dir, 'cache/logins');
    const kept = (await readdir(folder)).filter((name) => name.endsWith('.json'));
    expect(kept).toHaveLength(1);
    expect((await stat(join(folder, kept[0] ?? ''))).mode & 0o777).toBe(0o600);
    const places = [...(await home.files())].filter(([, text]) => text.includes(first?.Secret ?? '?'));
    expect(places.map(([path]) => path)).toEqual([`cache/logins/${kept[0]}`]);
  });

  it('renews ten minutes before the end, and not earlier', async () => {
    const { emulator, host, get, made } = await openHelped();
    const first = await get(host);
    const before = await made();
    await emulator.control('clock', { advanceSeconds: DAY - 12 * MINUTE });
    expect(await get(host, { NODE_OPTIONS: clockAhead(DAY - 12 * MINUTE) })).toEqual(first);
    expect(await made()).toBe(before);
    await emulator.control('clock', { advanceSeconds: 3 * MINUTE });
    const next = await get(host, { NODE_OPTIONS: clockAhead(DAY - 9 * MINUTE) });
    expect(next.Secret).not.toBe(first.Secret);
    expect(await made()).toBe(before + 1);
    await emulator.control('clock', { advanceSeconds: 10 * MINUTE });
    expect(await statusOf(host, first)).toBe(401);
    expect(await statusOf(host, next)).toBe(200);
  });

  it('answers for each registry that has a profile with a login of that one', async () => {
    const { emulator, env, get, ask, host } = await openHelped();
    const account = { env: { ...env, ...accountEnv(emulator.info) } };
    const login = ['login', '--helper', '--insecure-storage'];
    await spawnCli([...login, '--instance', 'other'], account);
    await spawnCli([...login, '--instance', 'none', '--profile', 'shared'], account);
    const [other, shared] = [siteOf(emulator, 'other'), siteOf(emulator, 'shared')];
    for (const [at, away] of [
      [host, other.host],
      [other.host, host],
    ] as const) {
      const found = await get(at);
      expect([await statusOf(at, found), await statusOf(away, found)]).toEqual([200, 401]);
    }
    expect(await get(shared.host)).toEqual({ ServerURL: shared.host, Username: shared.user, Secret: shared.password });
    const listed = JSON.parse((await ask('list')).stdout) as Record<string, string>;
    expect(listed).toEqual({
      [host]: expect.any(String) as string,
      [other.host]: expect.any(String) as string,
      [shared.host]: shared.user,
    });
    const unknown = await ask('get', '127.0.0.9:1');
    expect(unknown).toEqual({ exitCode: 1, stdout: 'credentials not found in native keychain\n' });
  });
});

describe('docker-credential-swr erase and store', () => {
  it('forgets what is kept, and takes back only what it gave', async () => {
    const { host, get, ask, made } = await openHelped();
    const first = await get(host);
    const before = await made();
    expect(await ask('store', JSON.stringify(first))).toEqual({ exitCode: 0, stdout: '' });
    const foreign = await ask('store', JSON.stringify({ ...first, Secret: 'S3cretCanary' }));
    expect(foreign.exitCode).toBe(1);
    expect(foreign.stdout).not.toContain('S3cretCanary');
    expect(await ask('erase', host)).toMatchObject({ exitCode: 0 });
    expect((await get(host)).Secret).not.toBe(first.Secret);
    expect(await made()).toBe(before + 1);
  });
});

describe('others with nothing but the helper', () => {
  itWith('skopeo')('skopeo is let in', async () => {
    const { emulator, home, env, host } = await openHelped();
    await pushTo(emulator, 'library/web', ['v1']);
    const args = ['inspect', '--raw', '--tls-verify=false', '--authfile', join(home.dockerDir, 'config.json')];
    const { stdout } = await promisify(execFile)('skopeo', [...args, `docker://${host}/library/web:v1`], { env });
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 2 });
  });

  it('kubelet gets a login for an image of the instance, for half its life at most', async () => {
    const { env, host, made } = await openHelped();
    const before = await made();
    const provide = async (image: string) => {
      const request = { apiVersion: 'credentialprovider.kubelet.k8s.io/v1', kind: 'CredentialProviderRequest', image };
      const answer = await startProgram('swrctl-credential-provider', [], env, JSON.stringify(request));
      expect(answer.exitCode).toBe(0);
      return JSON.parse(answer.stdout) as {
        cacheDuration: string;
        auth: Record<string, { username: string; password: string }>;
      };
    };
    const { auth, cacheDuration } = await provide(`${host}/library/web:v1`);
    expect(Object.keys(auth)).toEqual([host]);
    const { username: Username = '', password: Secret = '' } = auth[host] ?? {};
    expect(await statusOf(host, { Username, Secret })).toBe(200);
    expect(cacheDuration).toBe('3600s');
    expect(await provide(`${host}/library/other@sha256:${'0'.repeat(64)}`)).toMatchObject({ auth });
    expect(await made()).toBe(before + 1);
    expect(await provide('127.0.0.9:1/library/web')).toMatchObject({ auth: {} });
  });
});
