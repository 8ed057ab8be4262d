import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { openAccountShell, type AccountShell } from '../support/account-shell.ts';
import { dockerSave, testImage } from '../support/archives.ts';
import { runCli } from '../support/run.ts';
import { tempDir } from '../support/temp-dir.ts';

const TRIGGER = ['--on', 'all', '--cluster', 'prod', '--workload', 'deployment/a-workload-with-a-name-of-some-length'];

async function setUp(): Promise<AccountShell> {
  const shell = await openAccountShell();
  const { run, save } = shell;
  await save('app.tar', dockerSave(testImage()));
  await run(['push', 'app.tar', 'team/a-repository-of-some-length:v1']);
  const repository = 'team/a-repository-of-some-length';
  await run(['trigger', 'add', repository, 'rollout-to-production', ...TRIGGER]);
  await run(['retention', 'add', repository, '--keep-days', '300', '--except-tag', 'latest']);
  const text = 'for everybody who builds on it, and for those who look at what was built';
  await run(['share', 'add', repository, '--account', 'partner', '--until', '30d', '--description', text]);
  return shell;
}

const REPOSITORY = 'team/a-repository-of-some-length';
const SEEN = [
  ['org', 'list'],
  ['repo', 'list'],
  ['repo', 'show', REPOSITORY],
  ['tag', 'list', REPOSITORY],
  ['trigger', 'list', REPOSITORY],
  ['retention', 'list', REPOSITORY],
  ['retention', 'preview', REPOSITORY, '--keep-count', '1'],
  ['share', 'list', REPOSITORY],
  ['perm', 'list', 'team'],
  ['emulator', 'quirks'],
  ['regions'],
  ['explain', '4037017'],
  ['inspect', `${REPOSITORY}:v1`],
  ['check', 'app.tar', '--to', 'team'],
  ['auth', 'status'],
  ['doctor'],
];

describe('on a terminal of 80 columns', () => {
  it('no list and no object is wider, but for a word that is', async () => {
    const { run } = await setUp();
    for (const args of SEEN) {
      const { stdout } = await run(args, { tty: true, columns: 80 });
      const wide = stripVTControlCharacters(stdout)
        .split('\n')
        .filter((line) => line.length > 80);
      expect({ args, wide: wide.filter((line) => /\S\s+\S/.test(line)) }).toEqual({ args, wide: [] });
      expect(stdout).not.toBe('');
    }
  });

  it('auth status is short without a profile', async () => {
    const home = await tempDir();
    const env = { HOME: home, DOCKER_CONFIG: home, SWRCTL_CONFIG_DIR: home };
    const { stdout, exitCode } = await runCli(['auth', 'status'], { env, tty: true, columns: 80 });
    expect(stripVTControlCharacters(stdout)).toBe('Login:  none\nAPI:    none\n');
    expect(exitCode).toBe(4);
  });

  it('an empty column is left out, and names stay whole', async () => {
    const { run } = await setUp();
    const { stdout } = await run(['org', 'list'], { tty: true, columns: 80 });
    expect(stripVTControlCharacters(stdout)).toMatch(/^NAME +PERMISSION +CREATOR\nteam +manage +administrator\n$/);
    const narrow = await run(['repo', 'list'], { tty: true, columns: 40 });
    expect(stripVTControlCharacters(narrow.stdout)).toMatch(new RegExp(`^NAME.*\\n${REPOSITORY}`));
    expect(narrow.stdout).not.toContain('DOWNLOADS');
  });
});
