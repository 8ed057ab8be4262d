import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../../../src/emulator/emulator.ts';
import { INSTANCE, openInstanceShell, typing } from './instance-shell.ts';

interface CredentialRow {
  readonly name: string;
  readonly id: string;
  readonly enabled: boolean;
}

interface NewRow extends CredentialRow {
  readonly registry: string;
  readonly user: string;
  readonly password: string;
}

async function open(options: EmulatorOptions = {}) {
  const shell = await openInstanceShell(options);
  const host = shell.emulator.info.instances[0]?.host ?? '';
  /** Status of the registry for a login. */
  const tried = async (user: string, password: string): Promise<number> => {
    const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    return (await fetch(`http://${host}/v2/`, { headers: { authorization } })).status;
  };
  const names = async () => (await shell.json<CredentialRow[]>(['credential', 'list'])).map(({ name }) => name).sort();
  return { ...shell, host, tried, names };
}

describe('swrctl credential add', () => {
  it('prints the login once, on one line, and it works', async () => {
    const { run, json, tried, names, home } = await open();
    const { stdout, stderr, exitCode } = await run(['credential', 'add', 'build']);
    const [user = '', password = ''] = stdout.trimEnd().split('\t');
    expect(stdout).toBe(`${user}\t${password}\n`);
    expect(stderr).toBe(`Made credential build of ${INSTANCE}; its password is not shown again\n`);
    expect({ exitCode, status: await tried(user, password) }).toEqual({ exitCode: 0, status: 200 });
    expect(await names()).toEqual(['build', 'ci']);
    expect(JSON.stringify(await json<object[]>(['credential', 'list']))).not.toContain(password);
    // It is nobody's login yet.
    const files = await readdir(home, { recursive: true, withFileTypes: true });
    for (const file of files.filter((one) => one.isFile())) {
      expect(await readFile(join(file.parentPath, file.name), 'utf8')).not.toContain(password);
    }
  });

  it('gives the fields of JSON, and a line for a program', async () => {
    const { run, json, host, tried } = await open();
    const made = await json<NewRow>(['credential', 'add', 'one']);
    expect(Object.keys(made)).toEqual(expect.arrayContaining(['name', 'id', 'registry', 'user', 'password']));
    expect(made).toMatchObject({ name: 'one', registry: host });
    expect(await tried(made.user, made.password)).toBe(200);
    const { stdout } = await run(['credential', 'add', 'two', '--print', 'docker']);
    expect(stdout).toMatch(new RegExp(`^docker login .*${host.replaceAll('.', '\\.')}\\n$`));
    const queried = await run(['credential', 'add', 'three', '--query', '[user, password]']);
    const [user = '', password = ''] = JSON.parse(queried.stdout) as string[];
    expect(await tried(user, password)).toBe(200);
  });

  it.each([
    [['add', 'build', '-o', 'name'], 'would leave the password out'],
    [['temporary', '-o', 'name'], 'would leave the password out'],
    [['add', 'build', '--print', 'docker', '-o', 'json'], 'contradict each other'],
  ])('makes none whose password would be lost: %j', async (words, message) => {
    const { run, writes } = await open();
    const { stderr, exitCode } = await run(['credential', ...words]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining(message) as string });
    expect(await writes()).toEqual([]);
  });

  it('tells a program that the registry speaks no TLS', async () => {
    const { run } = await open();
    expect((await run(['credential', 'add', 'build', '--print', 'podman'])).stdout).toContain('--tls-verify=false');
  });

  it('exits 6 where the name is taken, and says how to get rid of it', async () => {
    const { run, names } = await open();
    await run(['credential', 'add', 'build']);
    const { stdout, stderr, exitCode } = await run(['credential', 'add', 'build']);
    expect(stderr).toContain('There is a credential "build" already');
    expect(stderr).toContain('swrctl credential remove build');
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 6 });
    expect(await names()).toEqual(['build', 'ci']);
  });
});

describe('swrctl credential temporary', () => {
  it('prints one that works and ends by itself', async () => {
    const { run, json, tried, emulator, names } = await open();
    const made = await json<NewRow>(['credential', 'temporary']);
    expect(made).not.toHaveProperty('name');
    expect(await tried(made.user, made.password)).toBe(200);
    const { stdout, stderr } = await run(['credential', 'temporary']);
    expect(stdout).toMatch(/^\S+\t\S+\n$/);
    expect(stderr).toMatch(/^It ends at \d{4}-\d\d-\d\dT[\d:.]+Z \(.+\), and cannot be taken back before\n$/);
    expect(await names()).toEqual(['ci']);
    await emulator.control('clock', { advanceSeconds: 25 * 3600 });
    expect(await tried(made.user, made.password)).toBe(401);
  });
});

describe('swrctl credential enable and disable', () => {
  it('switch a login off and on, say so once, and leave the others', async () => {
    const { run, json, tried } = await open();
    const { user, password, id } = await json<NewRow>(['credential', 'add', 'build']);
    const off = await run(['credential', 'disable', 'build']);
    expect(off).toEqual({ stdout: '', stderr: 'Credential build is disabled now\n', exitCode: 0 });
    expect(await tried(user, password)).toBe(401);
    expect((await run(['credential', 'disable', id])).stderr).toBe('Credential build is disabled already\n');
    const rows = await json<CredentialRow[]>(['credential', 'list']);
    expect(rows.map(({ name, enabled }) => `${name} ${enabled}`).sort()).toEqual(['build false', 'ci true']);
    expect(await json(['credential', 'enable', 'build'])).toMatchObject({ name: 'build', enabled: true });
    expect(await tried(user, password)).toBe(200);
  });

  it('go on with the others where one is missing', async () => {
    const { run, json } = await open();
    const { stderr, exitCode } = await run(['credential', 'disable', 'nope', 'ci']);
    expect(stderr).toContain('There is no credential "nope"');
    expect(exitCode).toBe(3);
    expect(await json(['credential', 'list'])).toMatchObject([{ name: 'ci', enabled: false }]);
  });
});

describe('swrctl credential remove', () => {
  it('ends its logins, asks before, and needs --yes elsewhere', async () => {
    const { run, json, tried, names } = await open();
    const { user, password } = await json<NewRow>(['credential', 'add', 'build']);
    expect(await run(['credential', 'remove', 'build'])).toMatchObject({ exitCode: 6, stdout: '' });
    const asked = await run(['credential', 'remove', 'build'], typing('n'));
    expect(asked.stderr).toContain('credential "build", whose logins end');
    expect(await names()).toEqual(['build', 'ci']);
    const removed = await run(['credential', 'remove', 'build', '--yes']);
    expect(removed).toEqual({ stdout: '', stderr: 'Removed credential build\n', exitCode: 0 });
    expect({ status: await tried(user, password), names: await names() }).toEqual({ status: 401, names: ['ci'] });
  });

  it('exits 5 for one that there is not', async () => {
    const { run } = await open();
    const { stderr, exitCode } = await run(['credential', 'remove', 'nope', '--yes']);
    expect(stderr).toContain('swrctl credential list');
    expect(exitCode).toBe(5);
  });
});

describe('swrctl credential list', () => {
  it('shows in a pipe and as names what the sibling verbs take', async () => {
    const { run } = await open();
    await run(['credential', 'add', 'build']);
    expect((await run(['credential', 'list', '-o', 'name'])).stdout.split('\n').sort()).toEqual(['', 'build', 'ci']);
    expect((await run(['credential', 'list'])).stdout).toMatch(/^build\ttrue\t/m);
    const first = await run(['credential', 'list', '--limit', '1', '-o', 'name']);
    expect(first.stdout.trimEnd().split('\n')).toHaveLength(1);
  });

  it("shows everybody's with --all, to those who may", async () => {
    const seed = `instances: [{ name: ${INSTANCE}, access: [{ user: alice, level: operate }] }]`;
    const { run, env, emulator, json } = await open({ seed, instances: [] });
    const [alice] = emulator.info.users;
    const asAlice = { env: { ...env, SWRCTL_AK: alice?.ak ?? '', SWRCTL_SK: alice?.sk ?? '' } };
    const { stderr, exitCode } = await run(['credential', 'list', '--all'], asAlice);
    expect({ exitCode, isError: stderr.startsWith('Error:') }).toEqual({ exitCode: 4, isError: true });
    expect(await json(['credential', 'list', '--all'])).toMatchObject([{ name: 'ci' }]);
  });

  it.each([['list'], ['add', 'build'], ['temporary'], ['enable', 'ci'], ['disable', 'ci'], ['remove', 'ci', '--yes']])(
    'needs an instance: credential %s',
    async (...args) => {
      const { runShared } = await open();
      const { stdout, stderr, exitCode } = await runShared(['credential', ...args]);
      expect(stderr).toContain('no instance is chosen');
      expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    },
  );
});
