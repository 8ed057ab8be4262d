import { describe, expect, it } from 'vitest';
import { openAccountShell } from '../support/account-shell.ts';

describe('--json with its fields behind a blank, as gh has them', () => {
  it.each([
    { args: ['org', 'list', '--json', 'name'], hint: 'swrctl org list --json=name' },
    { args: ['repo', 'ls', 'team', '--json', 'name,size'], hint: 'swrctl repo list team --json=name,size' },
    { args: ['repo', 'list', '--json', 'name', '--limit', '3'], hint: 'swrctl repo list --json=name' },
    { args: ['org', 'show', 'team', '--json', 'name'], hint: 'swrctl org show team --json=name' },
    { args: ['tag', 'list', '--json', 'digest', 'team/web'], hint: 'swrctl tag list team/web --json=digest' },
    { args: ['perm', 'matrix', '--json', 'user'], hint: 'swrctl perm matrix --json=user' },
    {
      args: ['push', 'app.tar', 'team/web:v1', '--json', 'digest'],
      hint: 'swrctl push app.tar team/web:v1 --json=digest',
    },
    { args: ['pull', 'team/web:v1', '--json', 'file'], hint: 'swrctl pull team/web:v1 --json=file' },
  ])('is refused with what to write: $args', async ({ args, hint }) => {
    const { run, emulator } = await openAccountShell();
    const { stderr, stdout, exitCode } = await run(args);
    expect(JSON.parse(stderr)).toMatchObject({ code: 'USAGE', hint: `Write: ${hint}` });
    expect(stdout).toBe('');
    expect(exitCode).toBe(2);
    expect((await emulator.calls()).filter(({ path }) => path.startsWith('/v2/manage'))).toEqual([]);
  });

  it('takes an organization that is called like a field', async () => {
    const { run } = await openAccountShell();
    await run(['org', 'add', 'name']);
    const { stdout } = await run(['org', 'show', '--json', 'name']);
    expect(JSON.parse(stdout)).toMatchObject({ name: 'name' });
    expect((await run(['org', 'show', 'name', '--json'])).exitCode).toBe(0);
  });
});

describe('repo list', () => {
  it('ends with 5 for an organization that is missing, with 0 for an empty one', async () => {
    const { run } = await openAccountShell();
    const missing = await run(['repo', 'list', 'nope', '-o', 'json']);
    expect(missing).toMatchObject({ exitCode: 5, stdout: '' });
    expect(missing.stderr).toContain('nope');
    expect(await run(['repo', 'list', 'team', '-o', 'json'])).toMatchObject({ exitCode: 0, stdout: '[]\n' });
  });
});
