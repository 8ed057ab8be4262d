import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../../../src/emulator/emulator.ts';
import { openAccountShell, type AccountShell } from '../../support/account-shell.ts';
import { flatArchive, testImage } from '../../support/archives.ts';
import { startRegistryServer } from '../../support/registry-server.ts';
import { signedCall } from '../../support/signed-call.ts';
import type { RunOptions } from '../../support/run.ts';

interface Row {
  readonly level: string;
  readonly check: string;
  readonly message: string;
  readonly hint: string | null;
}

interface Checked {
  readonly rows: Row[];
  /** `level check` of each row. */
  readonly levels: string[];
  readonly exitCode: number;
  readonly stderr: string;
}

interface CheckShell extends AccountShell {
  readonly check: (args: readonly string[], options?: RunOptions) => Promise<Checked>;
  /** The environment of alice or bob. */
  readonly as: (name: string) => Record<string, string>;
}

/** Everybody can read the image of `team`; carol is of another account. */
const SEED = `
organizations:
  - name: team
    grants: [{ user: bob, level: edit }, { user: alice, level: read }]
    repositories: [{ name: app }]
  - { name: closed, owner: carol }
  - { name: quiet }
`;

const HERE = { os: 'linux', architecture: process.arch === 'x64' ? 'amd64' : process.arch };

/** A login of docker for one host, which is all that some machines have. */
async function dockerLogin({ home }: AccountShell, host: string, user: string, password: string): Promise<void> {
  const auth = Buffer.from(`${user}:${password}`).toString('base64');
  await mkdir(join(home, 'docker'), { recursive: true });
  await writeFile(join(home, 'docker/config.json'), JSON.stringify({ auths: { [host]: { auth } } }));
}

async function setUp(options: EmulatorOptions = {}): Promise<CheckShell> {
  const shell = await openAccountShell({ seed: SEED, ...options });
  const image = testImage({ platform: HERE });
  await shell.save(
    'app.tar',
    flatArchive(image, { layerName: (hex) => `${hex}.tar.gz`, pack: (tar) => gzipSync(tar) }),
  );
  const check: CheckShell['check'] = async (args, more) => {
    const { stdout, stderr, exitCode } = await shell.run(['check', 'app.tar', ...args, '--json'], more);
    const rows = JSON.parse(stdout || '[]') as Row[];
    return { rows, levels: rows.map((row) => `${row.level} ${row.check}`), exitCode, stderr };
  };
  const as = (name: string): Record<string, string> => {
    const user = shell.emulator.info.users.find((one) => one.name === name);
    return { ...shell.env, SWRCTL_AK: user?.ak ?? '', SWRCTL_SK: user?.sk ?? '' };
  };
  return { ...shell, check, as };
}

const minutesOff = (minutes: number) => () => new Date(Date.now() + minutes * 60_000);

describe('swrctl check, the online part', () => {
  it('finds nothing where a push works, with calls that only read', async () => {
    const { check, run, emulator, as } = await setUp();
    for (const env of [as('bob'), undefined]) {
      const options = env ? { env } : {};
      expect(await check(['--to', 'team'], options)).toMatchObject({ rows: [], exitCode: 0 });
    }
    const calls = await emulator.calls();
    expect(calls.filter(({ path }) => path.startsWith('/v2/manage')).length).toBeGreaterThan(3);
    expect(new Set(calls.map(({ method }) => method))).toEqual(new Set(['GET', 'HEAD']));
    expect((await run(['push', 'app.tar', 'team/app:v1'], { env: as('bob') })).exitCode).toBe(0);
  });

  it('says in one line that it was left out, and why', async () => {
    const { check, env, emulator, registry } = await setUp();
    const nobody = { ...env, SWRCTL_AK: '', SWRCTL_SK: '' };
    const without = await check(['--to', 'team'], { env: nobody });
    expect(without.levels).toEqual(['info online']);
    expect(without.rows[0]?.message).toBe(`the online part was left out: there are no credentials for ${registry}`);
    const half = await check(['--to', 'team'], { env: { ...nobody, SWRCTL_AK: 'AK' } });
    expect(half.rows[0]?.message).toBe('the online part was left out: SWRCTL_AK is set, but SWRCTL_SK is not');
    const nowhere = await check(['--to', 'team'], { env: { HOME: env['HOME'] ?? '' } });
    expect(nowhere.rows[0]?.message).toBe('the online part was left out: it is not known which registry it is for');
    expect(await emulator.calls()).toEqual([]);
  });

  it.each([
    { name: 'one that is missing', user: '', to: 'nobody', want: 'blocker organization', say: 'cn-north-4' },
    {
      name: 'one of another account',
      user: '',
      to: 'closed',
      want: 'blocker organization-owner',
      say: 'another account',
    },
    { name: 'one without any right', user: 'alice', to: 'quiet', want: 'blocker organization-owner', say: 'no right' },
    { name: 'one that may only be read', user: 'alice', to: 'team', want: 'blocker upload-right', say: 'is read' },
  ])('stops at an organization: $name', async ({ user, to, want, say }) => {
    const { check, as, env } = await setUp();
    const { rows, levels, exitCode } = await check(['--to', to], { env: user === '' ? env : as(user) });
    expect(levels).toEqual([want]);
    expect(rows[0]?.message).toContain(`"${to}"`);
    expect(rows[0]?.message).toContain(say);
    expect(exitCode).toBe(6);
  });

  it('says that a right on a repository is not enough to upload', async () => {
    const { check, as, emulator } = await setUp({ seed: SEED.replace(', { user: alice, level: read }', '') });
    const alice = emulator.info.users.find(({ name }) => name === 'alice');
    const body = [{ user_id: alice?.id, user_name: 'alice', auth: 7 }];
    const path = '/v2/manage/namespaces/team/repos/app/access';
    expect((await signedCall(emulator, { method: 'POST', path, body })).status).toBe(201);
    const { rows, levels, exitCode } = await check(['--to', 'team/app:v1'], { env: as('alice') });
    expect(levels).toEqual(['blocker upload-right']);
    expect(rows[0]?.message).toContain('a repository of "team" only, which is not enough');
    expect(exitCode).toBe(6);
  });

  it.each([
    { name: 'may be pushed to', user: 'bob', to: 'team', want: ['info account'] },
    { name: 'may only be read', user: 'alice', to: 'team', want: ['blocker upload-right', 'info account'] },
    { name: 'is missing', user: 'bob', to: 'nobody', want: ['blocker organization', 'info account'] },
  ])('asks the registry alone with a login of docker: the organization $name', async ({ user, to, want }) => {
    const shell = await setUp();
    const { emulator, registry, env, check } = shell;
    const keys = emulator.info.users.find(({ name }) => name === user);
    const login = emulator.login(keys?.ak, keys?.sk);
    await dockerLogin(shell, registry, login.user, login.password);
    const { rows, levels } = await check(['--to', to], { env: { ...env, SWRCTL_AK: '', SWRCTL_SK: '' } });
    expect(levels).toEqual(want);
    expect(rows.at(-1)?.message).toContain('There are no credentials');
  });

  it('warns only, where the names are those of the source', async () => {
    const { check, env } = await setUp();
    const { levels, exitCode } = await check([], { env: { ...env, SWRCTL_ORG: 'nobody' } });
    expect(levels).toEqual(['warning organization']);
    expect(exitCode).toBe(0);
  });

  it('says which digest a tag moves from', async () => {
    const { check, run } = await setUp();
    const { stdout } = await run(['push', 'app.tar', 'team/app:v1']);
    const { rows, levels, exitCode } = await check(['--to', 'team/app:v1']);
    expect(levels).toEqual(['info tag-exists']);
    expect(rows[0]?.message).toBe(`team/app:v1 exists: the push moves it from ${stdout.trim().split('@')[1]}`);
    expect(exitCode).toBe(0);
    expect((await check(['--to', 'team/app:v2'])).levels).toEqual([]);
  });

  it('refuses a name that the registry does not take', async () => {
    const { check } = await setUp();
    const { levels, exitCode } = await check(['--to', `team/${'a'.repeat(129)}:v1`]);
    expect(levels).toEqual(['blocker name', 'warning name']);
    expect(exitCode).toBe(6);
  });

  it('stops at a login that the registry does not accept, without locking the key', async () => {
    const { check, env, run } = await setUp();
    const { rows, levels, exitCode } = await check(['--to', 'team'], { env: { ...env, SWRCTL_SK: 'wrong' } });
    expect(levels).toEqual(['blocker login', 'warning account']);
    expect(rows[0]?.hint).toContain('swrctl login');
    expect(exitCode).toBe(6);
    expect((await run(['org', 'list'])).exitCode).toBe(0);
  });

  it('lists what the registry and the account have against a push together', async () => {
    const { check } = await setUp({ quotas: { namespace: 2 } });
    const { levels } = await check(['--to', 'nobody/app:v1', '--limit', 'layer=64B'], { now: minutesOff(12) });
    expect(levels.filter((level) => level.startsWith('blocker'))).toEqual([
      'blocker organization',
      'blocker quota',
      'blocker layer-size',
      'blocker layer-size',
    ]);
    expect(levels).toContain('warning clock');
  });

  it('says when the registry is not there', async () => {
    const { check, env } = await setUp();
    const { rows, levels, exitCode } = await check(['--to', 'team', '--retries', '0'], {
      env: { ...env, SWRCTL_REGISTRY: '127.0.0.1:1' },
    });
    expect(levels).toEqual(['blocker registry']);
    expect(rows[0]?.message).toContain('127.0.0.1:1');
    expect(exitCode).toBe(6);
  });

  it('goes on without the management API', async () => {
    const { check, env } = await setUp();
    const { levels, exitCode } = await check(['--to', 'team', '--retries', '0'], {
      env: { ...env, SWRCTL_ENDPOINT: 'http://127.0.0.1:1' },
    });
    expect(levels).toEqual(['warning account']);
    expect(exitCode).toBe(0);
  });
});

describe('swrctl check, a registry that is not SWR', () => {
  it('does not judge by the rules of SWR, with and without credentials', async () => {
    const shell = await setUp();
    const { check } = shell;
    const { host } = new URL(await startRegistryServer());
    const args = ['--to', `${host}/app:v1`, '--limit', 'layer=64B'];
    expect(await check(args)).toMatchObject({ levels: ['info online'], exitCode: 0 });
    await dockerLogin(shell, host, 'user', 'password');
    const { rows, levels, exitCode } = await check(args);
    expect(levels).toEqual(['info registry']);
    expect(rows[0]?.message).toContain(`${host} is not SWR`);
    expect(exitCode).toBe(0);
  });
});

describe('swrctl check, quotas', () => {
  it.each([
    { name: 'the last tag', quotas: { tag: 2 }, to: 'team/app:v2', want: 'warning quota', say: 'has 1 of 2 tags' },
    { name: 'no room for a tag', quotas: { tag: 1 }, to: 'team/app:v2', want: 'blocker quota', say: 'has 1 of 1 tags' },
    { name: 'room for tags', quotas: { tag: 3 }, to: 'team/app:v2', want: undefined, say: '' },
    {
      name: 'no room for a repository',
      quotas: { repository: 1 },
      to: 'team/b:v1',
      want: 'blocker quota',
      say: 'team/b',
    },
    { name: 'the last repository', quotas: { repository: 2 }, to: 'team/b:v1', want: 'warning quota', say: '1 of 2' },
    { name: 'a repository that exists', quotas: { repository: 1 }, to: 'team/app:v2', want: undefined, say: '' },
  ])('finds $name', async ({ quotas, to, want, say }) => {
    const { check, run } = await setUp({ quotas });
    expect((await run(['push', 'app.tar', 'team/app:v1'])).exitCode).toBe(0);
    const { rows, levels, exitCode } = await check(['--to', to]);
    expect(levels).toEqual(want === undefined ? [] : [want]);
    expect(rows.map(({ message }) => message).join('\n')).toContain(say);
    expect(exitCode).toBe(want === 'blocker quota' ? 6 : 0);
  });

  it('does not count a tag that is moved', async () => {
    const { check, run } = await setUp({ quotas: { tag: 1 } });
    await run(['push', 'app.tar', 'team/app:v1']);
    expect((await check(['--to', 'team/app:v1'])).levels).toEqual(['info tag-exists']);
  });

  it('takes the limit of the user for one of the table', async () => {
    const { check, run } = await setUp();
    await run(['push', 'app.tar', 'team/app:v1']);
    expect((await check(['--to', 'team/app:v2', '--limit', 'tags=1'])).levels).toEqual(['blocker quota']);
    expect((await check(['--to', 'team/b:v2', '--limit', 'images=1'])).levels).toEqual(['blocker quota']);
    expect((await check(['--to', 'team/b:v2', '--limit', 'images=9', '--limit', 'tags=9'])).levels).toEqual([]);
  });
});

describe('swrctl check, the clock', () => {
  it.each([
    { minutes: 9, want: [] },
    { minutes: 12, want: ['warning clock'] },
    { minutes: -12, want: ['warning clock'] },
    { minutes: 20, want: ['blocker clock'] },
    { minutes: -20, want: ['blocker clock'] },
  ])('judges one that is $minutes minutes off', async ({ minutes, want }) => {
    const { check } = await setUp();
    const { rows, levels, exitCode } = await check(['--to', 'team'], { now: minutesOff(minutes) });
    expect(levels).toEqual(want);
    if (minutes > 10) expect(rows[0]?.message).toContain(`${minutes} minutes ahead`);
    if (minutes < -10) expect(rows[0]?.message).toContain(`${-minutes} minutes behind`);
    expect(exitCode).toBe(want.includes('blocker clock') ? 6 : 0);
  });
});
