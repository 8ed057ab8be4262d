import { describe, expect, it } from 'vitest';
import { openAccountShell } from '../../support/account-shell.ts';
import { sendJson, startServer } from '../../support/scripted-server.ts';

describe('swrctl org', () => {
  it('creates, lists, shows and removes an organization', async () => {
    const { run } = await openAccountShell();
    expect(await run(['org', 'add', 'parts'])).toEqual({
      ...{ stdout: '', stderr: 'Created organization parts\n', exitCode: 0 },
    });
    expect((await run(['org', 'list', '-o', 'name'])).stdout.split('\n')).toContain('parts');
    const shown = JSON.parse((await run(['org', 'show', 'parts', '--json'])).stdout) as unknown;
    expect(shown).toEqual({ name: 'parts', permission: 'manage', createdAt: null, creator: 'administrator' });
    expect(await run(['org', 'remove', 'parts', '--yes'])).toMatchObject({
      ...{ stderr: 'Removed organization parts\n', exitCode: 0 },
    });
    expect((await run(['org', 'list', '-o', 'name'])).stdout).not.toContain('parts');
  });

  it('prints what add made, where a format is asked for', async () => {
    const { run } = await openAccountShell();
    const { stdout } = await run(['org', 'add', 'parts', '-o', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({ name: 'parts', permission: 'manage' });
  });

  it('stops a list at the limit', async () => {
    const { run } = await openAccountShell();
    await run(['org', 'add', 'parts']);
    expect((await run(['org', 'list', '-o', 'name', '--limit', '1'])).stdout.trim().split('\n')).toHaveLength(1);
  });

  it.each([
    { args: ['show', 'nope'], message: 'Cannot show organization nope', exitCode: 5 },
    { args: ['remove', 'nope', '--yes'], message: 'Cannot show organization nope', exitCode: 5 },
    { args: ['add', 'Team'], message: 'Cannot create organization Team', exitCode: 6 },
    { args: ['remove', 'team'], message: '--yes', exitCode: 6 },
    { args: ['list', '--limit', '0'], message: '--limit', exitCode: 2 },
  ])('says why not, and exits $exitCode: org $args', async ({ args, message, exitCode }) => {
    const { run } = await openAccountShell();
    const result = await run(['org', ...args]);
    expect(result).toMatchObject({ exitCode, stdout: '' });
    expect(result.stderr).toContain(message);
  });

  it('does not say that it made what is there', async () => {
    const { run } = await openAccountShell();
    const { stderr, exitCode } = await run(['org', 'add', 'team']);
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain('Organization team exists already, and it is yours');
    expect(stderr).not.toContain('Created');
  });

  it('names what stands in the way of a removal', async () => {
    const { run } = await openAccountShell();
    await run(['repo', 'add', 'team/app']);
    const { stderr, exitCode } = await run(['org', 'remove', 'team', '--yes']);
    expect(stderr).toContain('Organization team is not empty: it holds team/app');
    expect(exitCode).toBe(6);
  });

  it('removes several, and says that part of them failed', async () => {
    const { run } = await openAccountShell();
    await run(['org', 'add', 'parts']);
    const { stderr, exitCode } = await run(['org', 'remove', 'nope', 'parts', '--yes']);
    expect(stderr).toContain('Removed organization parts');
    expect(exitCode).toBe(3);
  });

  it('says how many of several are missing, and what was removed', async () => {
    const { run } = await openAccountShell();
    const all = await run(['org', 'remove', 'a', 'b', 'nope', '--yes']);
    expect(all.stderr).toContain('3 of 3 organizations cannot be found; nothing was removed');
    for (const name of ['a', 'b', 'nope']) expect(all.stderr).toContain(`organization ${name}`);
    expect(all.exitCode).toBe(5);
    await run(['org', 'add', 'parts']);
    const some = await run(['org', 'remove', 'parts', 'nope', 'gone', '--yes']);
    expect(some.stderr).toContain('2 of 3 organizations cannot be found\n');
    expect(some.stderr).toContain('Removed organization parts');
    expect(some.exitCode).toBe(3);
  });
});

describe('an organization that the service answers 200 for, without a name', () => {
  const EMPTY = [
    { answer: {} },
    { answer: { id: 0, name: '', creator_name: '', auth: 0 } },
    { answer: { name: null } },
  ];
  /** Every GET is answered with `answer`; a POST succeeds. */
  const nameless = async (answer: unknown) => {
    const server = await startServer(({ method }, response) => {
      sendJson(response, method === 'POST' ? 201 : 200, method === 'POST' ? {} : answer);
    });
    const { run, env } = await openAccountShell();
    const options = { env: { ...env, SWRCTL_ENDPOINT: server.origin } };
    return { server, run: (args: readonly string[]) => run(args, options) };
  };

  it.each(EMPTY)('is not there: org show, $answer', async ({ answer }) => {
    const { run } = await nameless(answer);
    const { stderr, stdout, exitCode } = await run(['org', 'show', 'nope']);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 5 });
    expect(stderr).toContain('There is no such organization');
    expect(stderr).toContain('swrctl org list');
  });

  it('is not removed', async () => {
    const { run, server } = await nameless({});
    expect((await run(['org', 'remove', 'nope', '--yes'])).exitCode).toBe(5);
    expect(server.seen.filter(({ method }) => method === 'DELETE')).toEqual([]);
  });

  it('was not made, whatever the answer to org add', async () => {
    const { run } = await nameless({});
    const { stderr, exitCode } = await run(['org', 'add', 'parts']);
    expect(exitCode).not.toBe(0);
    expect(stderr).not.toContain('Created');
  });
});
