import { describe, expect, it } from 'vitest';
import { INSTANCE, openInstanceShell } from './instance-shell.ts';

const LACKING: readonly (readonly [args: readonly string[], says: string])[] = [
  [['perm', 'list', 'library'], 'IAM policies'],
  [['perm', 'add', 'library', 'alice=read'], 'IAM policies'],
  [['perm', 'matrix'], 'IAM policies'],
  [['perm', 'who-can', 'push', 'library'], 'IAM policies'],
  [['share', 'list'], 'IAM policies'],
  [['share', 'add', 'library/app', '--account', 'a', '--until', 'forever'], 'IAM policies'],
  [['sync', 'regions'], 'replication'],
  [['sync', 'run', 'library/app:v1', '--to-region', 'cn-east-3', '--to-org', 'x'], 'replication'],
  [['trigger', 'list', 'library/app'], 'webhooks'],
  [['retention', 'list', 'library/app'], 'Retention policies of an instance'],
  [['retention', 'preview', 'library/app', '--keep-count', '3'], 'Retention policies of an instance'],
  [['repo', 'add', 'library/app'], 'made by the first push'],
  [['repo', 'set', 'library/app', '--public'], 'swrctl org set'],
  [['repo', 'set', 'library/app', '--private'], 'swrctl org set'],
  [['repo', 'set', 'library/app', '--category', 'linux'], 'swrctl org set'],
];

describe('what an instance does not have', () => {
  it.each(LACKING)('%j: exit 2, and what there is instead', async (args, says) => {
    const { run, env, writes } = await openInstanceShell();
    for (const [words, more] of [
      [args, {}],
      [[...args, '--instance', INSTANCE], { env: { ...env, SWRCTL_INSTANCE: '' } }],
    ] as const) {
      const { stdout, stderr, exitCode } = await run(words, more);
      expect(stderr).toContain(says);
      expect({ stdout, exitCode, writes: await writes() }).toEqual({ stdout: '', exitCode: 2, writes: [] });
    }
  });

  it('is said of an operand with the host of an instance, too', async () => {
    const { runShared, emulator, run } = await openInstanceShell();
    const host = emulator.info.instances[0]?.host ?? '';
    await run(['org', 'list']); // whose hosts there are is known from then on
    for (const args of [
      ['perm', 'list', `${host}/library`],
      ['retention', 'list', `${host}/library/app`],
      ['repo', 'add', `${host}/library/app`],
    ]) {
      const { stderr, exitCode } = await runShared(args);
      expect(stderr).toContain(`${INSTANCE} is an instance of the enterprise edition`);
      expect(exitCode).toBe(2);
    }
  });

  it('is there with --instance none', async () => {
    const { run } = await openInstanceShell();
    for (const args of [
      ['perm', 'list', 'team'],
      ['retention', 'list', 'team/app'],
      ['repo', 'add', 'team/app'],
    ]) {
      const { stderr } = await run([...args, '--instance', 'none']);
      expect(stderr).not.toContain('enterprise edition');
    }
  });
});

describe('what only an instance has', () => {
  it.each([
    ['artifact', 'list'],
    ['artifact', 'show', 'team/app:v1'],
    ['artifact', 'remove', 'team/app:v1', '--yes'],
    ['artifact', 'history', 'team/app:v1'],
    ['artifact', 'accessories', 'team/app:v1'],
    ['org', 'set', 'team', '--public'],
    ['org', 'add', 'web', '--public'],
    ['org', 'add', 'web', '--block', 'high'],
    ['domain', 'list'],
    ['label', 'list'],
    ['network', 'show'],
  ])('exits 2 without one: %s %s', async (...args) => {
    const { runShared, writes } = await openInstanceShell();
    const { stdout, stderr, exitCode } = await runShared(args);
    expect(stderr).toMatch(/instance/);
    expect(stderr).toContain('--instance');
    expect({ stdout, exitCode, writes: await writes() }).toEqual({ stdout: '', exitCode: 2, writes: [] });
  });
});
