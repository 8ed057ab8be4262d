import { describe, expect, it } from 'vitest';
import { openAccountShell } from '../support/account-shell.ts';
import { dockerSave, testImage } from '../support/archives.ts';

async function setUp() {
  const shell = await openAccountShell();
  await shell.save('app.tar', dockerSave(testImage()));
  await shell.run(['push', 'app.tar', 'team/web:v1']);
  const answer = (stdin: string, ...args: string[]) => shell.run(args, { tty: true, stdin });
  const exists = async (...args: string[]) => (await shell.run(args)).exitCode === 0;
  return { ...shell, answer, exists };
}

describe('removing on a terminal', () => {
  it.each(['y', 'Y', 'yes'])('asks for a tag, and goes on after "%s"', async (word) => {
    const { answer, exists } = await setUp();
    const { stderr, exitCode } = await answer(`${word}\n`, 'tag', 'remove', 'team/web:v1');
    expect(stderr).toContain('Remove tag team/web:v1? [y/N]');
    expect(exitCode).toBe(0);
    expect(await exists('tag', 'show', 'team/web:v1')).toBe(false);
  });

  it.each(['', 'n', 'v1', 'yep'])('does nothing after "%s"', async (word) => {
    const { answer, exists } = await setUp();
    const { stderr, exitCode } = await answer(`${word}\n`, 'tag', 'remove', 'team/web:v1');
    expect(stderr).toContain('Nothing was removed');
    expect(exitCode).toBe(6);
    expect(await exists('tag', 'show', 'team/web:v1')).toBe(true);
  });

  it('tells the number of tags before a repository goes', async () => {
    const { answer } = await setUp();
    const { stderr } = await answer('n\n', 'repo', 'remove', 'team/web');
    expect(stderr).toContain('Remove repository team/web with 1 tag? [y/N]');
  });

  it('wants the name of an organization, and "y" is not enough', async () => {
    const { answer, run, exists } = await setUp();
    await run(['repo', 'remove', 'team/web', '--yes']);
    const first = await answer('y\n', 'org', 'remove', 'team');
    expect(first.stderr).toContain('Type "team" to remove organization "team":');
    expect(first.exitCode).toBe(6);
    expect(await exists('org', 'show', 'team')).toBe(true);
    expect((await answer('team\n', 'org', 'remove', 'team')).exitCode).toBe(0);
    expect(await exists('org', 'show', 'team')).toBe(false);
  });

  it('says what an organization holds that cannot go', async () => {
    const { run } = await setUp();
    const { stderr, exitCode } = await run(['org', 'remove', 'team', '--yes']);
    expect(stderr).toContain('Organization team is not empty: it holds team/web');
    expect(exitCode).toBe(6);
  });

  it('asks nothing with --no-input', async () => {
    const { answer } = await setUp();
    const { stderr, exitCode } = await answer('y\n', 'tag', 'remove', 'team/web:v1', '--no-input');
    expect(stderr).toContain('add --yes');
    expect(exitCode).toBe(6);
  });

  it('asks before a retention rule that deletes now, and not before one that does not', async () => {
    const { answer, run, exists } = await setUp();
    await run(['push', 'app.tar', 'team/web:v2']);
    const asked = await answer('n\n', 'retention', 'add', 'team/web', '--keep-count', '1');
    expect(asked.stderr).toContain('Remove 1 tag of team/web by this rule? [y/N]');
    expect(asked.exitCode).toBe(6);
    expect(await exists('retention', 'show', 'team/web')).toBe(false);
    expect((await answer('', 'retention', 'add', 'team/web', '--keep-count', '9')).exitCode).toBe(0);
  });
});
