import { describe, expect, it } from 'vitest';
import { openAccountShell } from '../../support/account-shell.ts';
import { dockerSave, testImage } from '../../support/archives.ts';
import type { RunResult } from '../../support/run.ts';

const DAY_MS = 86_400_000;

/** team/web with `old`, which is 40 days old, and `new`. */
async function setUp() {
  const shell = await openAccountShell();
  await shell.save('old.tar', dockerSave(testImage({ texts: ['old'] })));
  await shell.save('new.tar', dockerSave(testImage({ texts: ['new'] })));
  await shell.run(['push', 'old.tar', 'team/web:old']);
  await shell.emulator.control('clock', { advanceSeconds: (40 * DAY_MS) / 1000 });
  const later = () => new Date(Date.now() + 40 * DAY_MS);
  await shell.run(['push', 'new.tar', 'team/web:new'], { now: later });
  const retention = (...args: string[]): Promise<RunResult> => shell.run(['retention', ...args], { now: later });
  const tags = async () =>
    (await shell.run(['tag', 'list', 'team/web', '-o', 'name'], { now: later })).stdout.replaceAll('team/web:', '');
  return { ...shell, retention, tags };
}

describe('swrctl retention', () => {
  it('adds a rule that deletes nothing now without asking', async () => {
    const { retention, tags } = await setUp();
    const { stdout, stderr, exitCode } = await retention('add', 'team/web', '--keep-days', '90', '-o', 'json');
    expect(stderr).toBe('The rule would delete none of 2 tags\nAdded the rule of team/web: keep 90 days\n');
    expect(JSON.parse(stdout)).toEqual({
      ...{ id: expect.any(Number) as number, keepDays: 90, keepCount: null },
      ...{ exceptTags: [], exceptPatterns: [] },
    });
    expect(exitCode).toBe(0);
    expect(await tags()).toBe('new\nold\n');
  });

  it('shows what a rule deletes and does nothing without --yes', async () => {
    const { retention, tags } = await setUp();
    const { stderr, exitCode } = await retention('add', 'team/web', '--keep-days', '30');
    expect(stderr).toMatch(/^The rule would delete 1 of 2 tags and free at most \d+ B\n/);
    expect(stderr).toContain('  old: not updated for more than 30 days\n');
    expect(stderr).toContain('Removing 1 tag of team/web by this rule needs a confirmation');
    expect(exitCode).toBe(6);
    expect(await tags()).toBe('new\nold\n');
    expect((await retention('list', 'team/web')).stdout).toBe('');
  });

  it('deletes with --yes what the preview named, and lists it in the history', async () => {
    const { retention, tags } = await setUp();
    expect((await retention('add', 'team/web', '--keep-days', '30', '--yes')).exitCode).toBe(0);
    expect(await tags()).toBe('new\n');
    const history = JSON.parse((await retention('history', 'team/web', '--json')).stdout) as object[];
    expect(history).toEqual([
      { tag: 'old', deletedAt: expect.stringMatching(/^\d{4}-/) as string, rule: 'keep 30 days' },
    ]);
  });

  it('keeps one rule: add refuses a second, set replaces it, whatever kind it is', async () => {
    const { retention } = await setUp();
    await retention('add', 'team/web', '--keep-days', '90');
    const second = await retention('add', 'team/web', '--keep-count', '5');
    expect(second.stderr).toContain('team/web has a retention rule already: keep 90 days');
    expect(second.exitCode).toBe(8);
    expect((await retention('set', 'team/web', '--keep-days', '60', '--except-tag', 'old')).stderr).toContain(
      'Rule of team/web: keep 90 days → keep 60 days, except old\n',
    );
    expect((await retention('set', 'team/web', '--keep-count', '5')).stderr).toContain(
      'Rule of team/web: keep 60 days, except old → keep the newest 5\n',
    );
    expect(JSON.parse((await retention('show', 'team/web', '--json')).stdout)).toMatchObject({ keepCount: 5 });
  });

  it('removes a rule after a confirmation', async () => {
    const { retention } = await setUp();
    await retention('add', 'team/web', '--keep-days', '90');
    expect((await retention('remove', 'team/web')).exitCode).toBe(6);
    expect((await retention('remove', 'team/web', '--yes')).stderr).toBe('Rule of team/web: keep 90 days → no rule\n');
    const gone = await retention('show', 'team/web');
    expect(gone.stderr).toContain('team/web has no retention rule');
    expect(gone.exitCode).toBe(5);
  });

  it('warns of a pattern before it adds the rule', async () => {
    const { retention } = await setUp();
    const { stderr } = await retention('add', 'team/web', '--keep-count', '5', '--except-regex', 'o|x');
    expect(stderr).toContain('write it as "(o|x)"');
  });
});
