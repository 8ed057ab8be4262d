import { describe, expect, it } from 'vitest';
import { openAccountShell, type AccountShell } from '../../support/account-shell.ts';
import type { RunResult } from '../../support/run.ts';
import { startServer, status } from '../../support/scripted-server.ts';

interface PermShell extends AccountShell {
  readonly perm: (...args: string[]) => Promise<RunResult>;
  readonly idOf: (user: string) => string;
}

/** The organization team with the repository team/web. */
async function setUp(): Promise<PermShell> {
  const shell = await openAccountShell();
  await shell.run(['repo', 'add', 'team/web']);
  const { info } = shell.emulator;
  return {
    ...shell,
    perm: (...args) => shell.run(['perm', ...args]),
    idOf: (name) => info.users.find((user) => user.name === name)?.id ?? '',
  };
}

const rows = ({ stdout }: RunResult): Record<string, unknown>[] => JSON.parse(stdout) as Record<string, unknown>[];

describe('swrctl perm', () => {
  it('gives permissions by name and prints them', async () => {
    const { perm, idOf } = await setUp();
    const added = await perm('add', 'team', 'alice=edit', 'bob=read', '--json');
    expect(added.stderr).toBe('alice on team: no permission → edit\nbob on team: no permission → read\n');
    expect(rows(added)).toEqual([
      { user: 'alice', userId: idOf('alice'), level: 'edit', target: 'team' },
      { user: 'bob', userId: idOf('bob'), level: 'read', target: 'team' },
    ]);
    const listed = rows(await perm('list', 'team', '--json'));
    expect(listed.map(({ user, level }) => `${String(user)}=${String(level)}`)).toEqual([
      'administrator=manage',
      'alice=edit',
      'bob=read',
    ]);
  });

  it('takes ids, and does not ask the identity service for ID:NAME', async () => {
    const { perm, idOf, emulator } = await setUp();
    expect((await perm('add', 'team', `${idOf('bob')}=read`)).exitCode).toBe(0);
    const asked = (await emulator.calls()).filter(({ path }) => path === '/v3/users').length;
    expect((await perm('add', 'team', `${idOf('alice')}:alice=edit`)).stderr).toBe(
      'alice on team: no permission → edit\n',
    );
    expect((await emulator.calls()).filter(({ path }) => path === '/v3/users')).toHaveLength(asked);
  });

  it('names every unknown user, and the known ones, before it changes anything', async () => {
    const { perm } = await setUp();
    const { stderr, exitCode } = await perm('add', 'team', 'alice=edit', 'alcie=read', 'bobo=read');
    expect(stderr).toContain('The account has no user "alcie", "bobo"');
    expect(stderr).toContain('Users of this account: administrator, alice, bob');
    expect(exitCode).toBe(5);
    expect((await perm('list', 'team', '-o', 'name')).stdout).toBe('administrator\n');
  });

  it('says what to write where users may not be looked up', async () => {
    const { run, env, idOf } = await setUp();
    const iam = await startServer(status(403, {}, '{"error":{"message":"You are not authorized","code":403}}'));
    const perm = (...args: string[]) =>
      run(['perm', ...args], { env: { ...env, SWRCTL_IAM_ENDPOINT: iam.origin, SWRCTL_RETRIES: '0' } });
    const refused = await perm('add', 'team', 'bob=read');
    expect(refused.stderr).toContain('may not look up the users');
    expect(refused.stderr).toContain('Write users as ID:NAME');
    expect(refused.exitCode).toBe(4);
    expect((await perm('add', 'team', `${idOf('bob')}:bob=read`)).exitCode).toBe(0);
    // Who has a permission already is known by name.
    expect((await perm('set', 'team', 'bob=edit')).stderr).toBe('bob on team: read → edit\n');
  });

  it('changes with set only, and says from what to what', async () => {
    const { perm } = await setUp();
    await perm('add', 'team', 'alice=read');
    const added = await perm('add', 'team', 'alice=manage');
    expect(added.stderr).toContain('alice has read on team already');
    expect(added.stderr).toContain('swrctl perm set team alice=manage');
    expect(added.exitCode).toBe(8);
    expect((await perm('set', 'team', 'alice=manage', 'bob=read')).stderr).toBe(
      'alice on team: read → manage\nbob on team: no permission → read\n',
    );
    expect((await perm('add', 'team', 'bob=read', '--exist-ok')).stderr).toBe('bob has read on team already\n');
  });

  it('warns that a permission on a repository alone does not let anybody push', async () => {
    const { perm } = await setUp();
    const { stderr } = await perm('add', 'team/web', 'alice=edit');
    expect(stderr).toContain('alice on team/web: no permission → edit\n');
    expect(stderr).toContain('alice still cannot push: that needs edit on the organization');
    await perm('add', 'team', 'alice=edit');
    expect((await perm('set', 'team/web', 'alice=manage')).stderr).toBe('alice on team/web: edit → manage\n');
  });

  it('takes permissions away, and asks before', async () => {
    const { perm } = await setUp();
    await perm('add', 'team', 'alice=edit', 'bob=read');
    expect((await perm('remove', 'team', 'alice')).exitCode).toBe(6);
    const removed = await perm('remove', 'team', 'alice', 'bob', '--yes');
    expect(removed.stderr).toBe('alice on team: edit → no permission\nbob on team: read → no permission\n');
    const again = await perm('remove', 'team', 'alice', '--yes');
    expect(again.stderr).toContain('alice has no permission on team');
    expect(again.exitCode).toBe(5);
  });

  it('answers who can pull, push and manage', async () => {
    const { perm } = await setUp();
    await perm('add', 'team', 'alice=read');
    await perm('add', 'team/web', 'bob=manage');
    const who = async (action: string): Promise<string[]> =>
      rows(await perm('who-can', action, 'team/web', '--json')).map(
        ({ user, through }) => `${String(user)} through ${String(through)}`,
      );
    expect(await who('pull')).toEqual(['administrator through team', 'alice through team', 'bob through team/web']);
    expect(await who('push')).toEqual(['administrator through team']);
    expect(await who('manage')).toEqual(['administrator through team', 'bob through team/web']);
  });

  it('says that everybody can pull a public repository', async () => {
    const { perm, run } = await setUp();
    await run(['repo', 'set', 'team/web', '--public']);
    expect((await perm('who-can', 'pull', 'team/web')).stderr).toContain('team/web is public');
  });

  it.each([
    { args: ['add', 'team', 'alice'], message: '"alice" is not USER=LEVEL', exitCode: 2 },
    { args: ['add', 'team', 'alice=7'], message: 'Levels are read, edit, manage', exitCode: 2 },
    { args: ['who-can', 'delete', 'team'], message: 'pull, push, manage', exitCode: 2 },
    { args: ['list', 'Team'], message: 'neither an organization nor a repository', exitCode: 2 },
    { args: ['list', 'nope'], message: 'Cannot list the permissions of organization nope', exitCode: 5 },
  ])('refuses $args', async ({ args, message, exitCode }) => {
    const { perm } = await setUp();
    const result = await perm(...args);
    expect(result.stderr).toContain(message);
    expect(result.exitCode).toBe(exitCode);
  });
});
