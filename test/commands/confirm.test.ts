import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openAccountShell } from '../support/account-shell.ts';
import { dockerSave, testImage } from '../support/archives.ts';
import { itWith } from '../support/peers.ts';
import { openTerminal } from '../support/terminal.ts';

const SWRCTL = join(import.meta.dirname, '../../bin/swrctl.js');

async function setUp() {
  const shell = await openAccountShell();
  await shell.save('app.tar', dockerSave(testImage()));
  await shell.run(['push', 'app.tar', 'team/web:v1']);
  const answer = (stdin: string, ...args: string[]) => shell.run(args, { tty: true, stdin });
  /** `add` refuses what is there. */
  const exists = async (...args: string[]) => (await shell.run(args)).exitCode === (args[1] === 'add' ? 8 : 0);
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

const TRIGGER = ['--on', 'all', '--cluster', 'prod', '--workload', 'deployment/web'];

describe('removing several', () => {
  const SEVERAL = [
    {
      args: ['tag', 'remove', 'team/web:v1', 'team/web:v2'],
      lines: ['tag team/web:v1', 'tag team/web:v2'],
      left: ['tag', 'show', 'team/web:v2'],
    },
    {
      args: ['repo', 'remove', 'team/web', 'team/api'],
      lines: ['repository team/web with 2 tags', 'repository team/api with 0 tags'],
      left: ['repo', 'show', 'team/api'],
    },
    {
      args: ['perm', 'remove', 'team', 'alice', 'bob'],
      lines: ['the read permission of alice on team', 'the edit permission of bob on team'],
      left: ['perm', 'add', 'team', 'bob=edit'],
    },
    {
      args: ['retention', 'remove', 'team/web', 'team/api'],
      lines: ['of team/web (keep 300 days)', 'of team/api (keep 300 days)'],
      left: ['retention', 'show', 'team/api'],
    },
    {
      args: ['trigger', 'remove', 'team/web', 't1', 't2'],
      lines: ['trigger t1 of team/web', 'trigger t2 of team/web'],
      left: ['trigger', 'show', 'team/web', 't2'],
    },
  ] as const;

  async function setUpSeveral() {
    const shell = await setUp();
    for (const args of [
      ['push', 'app.tar', 'team/web:v2'],
      ['repo', 'add', 'team/api'],
      ['perm', 'add', 'team', 'alice=read', 'bob=edit'],
      ['retention', 'add', 'team/web', '--keep-days', '300'],
      ['retention', 'add', 'team/api', '--keep-days', '300'],
      ['trigger', 'add', 'team/web', 't1', ...TRIGGER],
      ['trigger', 'add', 'team/web', 't2', ...TRIGGER],
    ]) {
      const { exitCode, stderr } = await shell.run(args);
      if (exitCode !== 0) throw new Error(stderr);
    }
    return shell;
  }

  it.each(SEVERAL)('asks one question for all, which it lists: $args', async ({ args, lines, left }) => {
    const { answer, exists } = await setUpSeveral();
    const declined = await answer('n\ny\ny\n', ...args);
    for (const line of lines) expect(declined.stderr).toContain(line);
    expect(declined.stderr.match(/\[y\/N\]/g)).toHaveLength(1);
    expect(declined.exitCode).toBe(6);
    expect(await exists(...left)).toBe(true);
    expect((await answer('y\n', ...args)).exitCode).toBe(0);
  });

  it('wants the names of several organizations', async () => {
    const { answer, run, exists } = await setUp();
    await run(['org', 'add', 'one']);
    await run(['org', 'add', 'two']);
    const declined = await answer('one\n', 'org', 'remove', 'one', 'two');
    expect(declined.stderr).toContain('Type "one two" to remove these 2 organizations:');
    expect(declined.exitCode).toBe(6);
    expect(await exists('org', 'show', 'one')).toBe(true);
    expect((await answer('one two\n', 'org', 'remove', 'one', 'two')).exitCode).toBe(0);
    expect(await exists('org', 'show', 'two')).toBe(false);
  });

  it.each([
    ['tag', 'remove', 'team/web:no', 'team/web:nope'],
    ['repo', 'remove', 'team/no', 'team/nope'],
    ['trigger', 'remove', 'team/web', 'no', 'nope'],
  ])('removes nothing where none of several is there: %s', async (...args) => {
    const { run } = await setUpSeveral();
    const { stderr, exitCode } = await run([...args, '--yes']);
    expect(stderr).toMatch(/2 of 2 \w+ cannot be found; nothing was removed\n/);
    expect(exitCode).toBe(5);
  });

  it('asks for those that are there, and tells which are not', async () => {
    const { answer, exists } = await setUpSeveral();
    const { stderr, exitCode } = await answer('y\n', 'tag', 'remove', 'team/web:nope', 'team/web:v1');
    expect(stderr).toContain('Remove tag team/web:v1? [y/N]');
    expect(stderr).toContain('Cannot show team/web:nope');
    expect(exitCode).toBe(3);
    expect(await exists('tag', 'show', 'team/web:v1')).toBe(false);
  });

  itWith('tmux').each(SEVERAL.flatMap(({ args, left }) => ['C-c', 'C-d'].map((key) => ({ args, left, key }))))(
    'ends with 130 and nothing done after $key: $args',
    async ({ args, left, key }) => {
      const { env, home, exists } = await setUpSeveral();
      const command = `unset CI; cd '${home}' && '${SWRCTL}' ${args.join(' ')}; echo "exit $?"`;
      const terminal = openTerminal(['bash', '-c', command], { env: { ...env, PATH: process.env['PATH'] ?? '' } });
      try {
        await terminal.waitFor(/\[y\/N\]/);
        terminal.press(key);
        expect(await terminal.waitFor(/exit \d+/)).toContain('exit 130');
        expect(terminal.screen().match(/\[y\/N\]/g)).toHaveLength(1);
      } finally {
        terminal.close();
      }
      expect(await exists(...left)).toBe(true);
    },
  );
});
