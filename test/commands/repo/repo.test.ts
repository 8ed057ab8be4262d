import { describe, expect, it } from 'vitest';
import { openAccountShell } from '../../support/account-shell.ts';
import { dockerSave, testImage } from '../../support/archives.ts';

const FIELDS = ['name', 'organization', 'public', 'category', 'description', 'tagCount', 'size', 'downloads'];

describe('swrctl repo', () => {
  it('creates, shows, changes and removes a repository with slashes in its name', async () => {
    const { run } = await openAccountShell();
    const made = await run(['repo', 'add', 'team/base/app', '--description', 'web shop', '--category', 'linux']);
    expect(made).toEqual({ stdout: '', stderr: 'Created private repository team/base/app\n', exitCode: 0 });
    const shown = JSON.parse((await run(['repo', 'show', 'team/base/app', '--json'])).stdout) as object;
    expect(Object.keys(shown).sort()).toEqual([...FIELDS, 'createdAt', 'updatedAt'].sort());
    expect(shown).toMatchObject({ name: 'team/base/app', organization: 'team', public: false, category: 'linux' });
    const changed = await run(['repo', 'set', 'team/base/app', '--description', 'new', '-o', 'json']);
    expect(changed.stderr).toBe('Changed team/base/app: description: "web shop" → new\n');
    expect(JSON.parse(changed.stdout)).toMatchObject({ description: 'new', category: 'linux', public: false });
    expect(await run(['repo', 'remove', 'team/base/app', '--yes'])).toMatchObject({
      stderr: 'Removed repository team/base/app with 0 tags\n',
      exitCode: 0,
    });
    expect((await run(['repo', 'show', 'team/base/app'])).exitCode).toBe(5);
  });

  it('shows the same fields in lists as alone', async () => {
    const { run } = await openAccountShell();
    await run(['repo', 'add', 'team/app', '--public', '--category', 'database']);
    const [listed] = JSON.parse((await run(['repo', 'list', 'team', '--json'])).stdout) as object[];
    expect(JSON.parse((await run(['repo', 'show', 'team/app', '--json'])).stdout)).toEqual(listed);
  });

  it('warns when everybody can pull, and not when it was so before', async () => {
    const { run } = await openAccountShell();
    await run(['repo', 'add', 'team/app']);
    const first = await run(['repo', 'set', 'team/app', '--public']);
    expect(first.stderr).toContain('Changed team/app: public: no → yes\n');
    expect(first.stderr).toContain('Warning: anyone can pull team/app now, without a login');
    expect((await run(['repo', 'set', 'team/app', '--public'])).stderr).toBe('team/app is like that already\n');
  });

  it('goes on after a failure and says that part of it failed', async () => {
    const { run } = await openAccountShell();
    const { stderr, stdout, exitCode } = await run(['repo', 'add', 'team/a', 'nope/b', 'team/c', '-o', 'name']);
    expect(stdout).toBe('team/a\nteam/c\n');
    expect(stderr).toContain('Cannot create repository nope/b');
    expect(stderr).toContain('1 of 3 repositories failed');
    expect(exitCode).toBe(3);
  });

  it.each([
    { args: ['add', 'team/app', '--public', '--private'], message: 'contradict each other', exitCode: 2 },
    { args: ['set', 'team/app'], message: 'Nothing was said to change', exitCode: 2 },
    { args: ['list', '--shared-by-me', '--shared-with-me'], message: 'contradict each other', exitCode: 2 },
    { args: ['add', 'team/app', '--category', 'arms'], message: 'arms', exitCode: 2 },
    { args: ['show', 'team'], message: '"team" is not a repository name', exitCode: 2 },
    { args: ['set', 'team/nope', '--public'], message: 'Cannot show repository team/nope', exitCode: 5 },
    { args: ['remove', 'team/nope', '--yes'], message: 'Cannot show repository team/nope', exitCode: 5 },
  ])('refuses $args', async ({ args, message, exitCode }) => {
    const { run } = await openAccountShell();
    const result = await run(['repo', ...args]);
    expect(result.stderr).toContain(message);
    expect(result.exitCode).toBe(exitCode);
  });

  it('does not remove without a confirmation, and says how many tags there are', async () => {
    const { run, save } = await openAccountShell();
    await save('app.tar', dockerSave(testImage()));
    await run(['push', 'app.tar', 'team/app:v1', 'team/app:v2']);
    const { stderr, exitCode } = await run(['repo', 'remove', 'team/app']);
    expect(stderr).toContain('Removing repository team/app with 2 tags needs a confirmation');
    expect(exitCode).toBe(6);
    expect((await run(['repo', 'remove', 'team/app', '--yes'])).exitCode).toBe(0);
    expect((await run(['repo', 'list', '-o', 'name'])).stdout).toBe('');
  });

  it('takes the registry before a name, as it is pasted', async () => {
    const { run, registry } = await openAccountShell();
    await run(['repo', 'add', 'team/app']);
    expect((await run(['repo', 'show', `${registry}/team/app`, '-o', 'name'])).stdout).toBe('team/app\n');
  });

  it('reads more repositories than a page of the service has', async () => {
    const repositories = Array.from({ length: 120 }, (_, index) => `{ name: r${index} }`).join(', ');
    const seed = `organizations: [{ name: many, repositories: [${repositories}] }]`;
    const { run } = await openAccountShell({ seed });
    expect((await run(['repo', 'list', 'many', '-o', 'name'])).stdout.trim().split('\n')).toHaveLength(120);
    expect((await run(['repo', 'list', 'many', '-o', 'name', '-L', '7'])).stdout.trim().split('\n')).toHaveLength(7);
  });
});
