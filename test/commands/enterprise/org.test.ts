import { describe, expect, it } from 'vitest';
import { openInstanceShell } from './instance-shell.ts';

const CVES = ['--allow-cve', 'CVE-2021-44228', '--allow-cve', 'CVE-2022-0001', '--allow-until', 'forever'];

describe('swrctl org in an instance', () => {
  it('adds, lists, shows and removes a namespace', async () => {
    const { run, json } = await openInstanceShell();
    expect(await run(['org', 'add', 'web', '--private'])).toMatchObject({ stdout: '', exitCode: 0 });
    expect((await run(['org', 'list', '-o', 'name'])).stdout.split('\n').sort()).toEqual(['', 'library', 'web']);
    const shown = await json<Record<string, unknown>>(['org', 'show', 'web']);
    expect(shown).toMatchObject({ name: 'web', public: false, autoScan: false, block: 'off' });
    for (const field of ['permission', 'creator']) expect(shown).not.toHaveProperty(field);
    expect((await run(['org', 'add', 'web', '--private'])).exitCode).toBe(8);
    expect((await run(['org', 'add', 'web', '--private', '--exist-ok'])).exitCode).toBe(0);
    expect((await run(['org', 'remove', 'web'])).exitCode).toBe(6);
    expect((await run(['org', 'remove', 'web', '--yes'])).exitCode).toBe(0);
    expect((await run(['org', 'show', 'web'])).exitCode).toBe(5);
    expect((await run(['org', 'set', 'web', '--public'])).exitCode).toBe(5);
  });

  it.each([
    { is: ['--private'], wanted: ['--public', '--block', 'high'], flags: ' --public --block high' },
    { is: ['--public', '--auto-scan', 'on'], wanted: [], flags: ' --private --auto-scan off' },
    { is: CVES.slice(0, 2), wanted: [], flags: ' --allow-cve none' },
    {
      is: ['--block', 'low', '--allow-until', '2099-01-01'],
      wanted: ['--block', 'low'],
      flags: ' --allow-until forever',
    },
  ])('says what makes one that is there ($is) what was asked for ($wanted)', async ({ is, wanted, flags }) => {
    const { run } = await openInstanceShell();
    await run(['org', 'add', 'web']);
    expect((await run(['org', 'set', 'web', ...is])).exitCode).toBe(0);
    const add = ['org', 'add', 'web', ...wanted, '--exist-ok'];
    const refused = await run(add);
    expect(refused.exitCode).toBe(8);
    const hint = /^Hint: Change it with: swrctl (org set web( --.+))$/m.exec(refused.stderr);
    expect(hint?.[2]).toBe(flags);
    expect((await run(hint?.[1]?.split(' ') ?? [])).exitCode).toBe(0);
    expect((await run(add)).exitCode).toBe(0);
  });

  it('sends the whole document, so that what is not said stays', async () => {
    const { run, json } = await openInstanceShell();
    await run(['org', 'add', 'web', '--public', '--auto-scan', 'on', '--block', 'high']);
    expect((await run(['org', 'set', 'web', ...CVES])).exitCode).toBe(0);
    const before = await json<Record<string, unknown>>(['org', 'show', 'web']);
    expect(before).toMatchObject({ public: true, autoScan: true, block: 'high' });
    expect(before['allowCves']).toEqual(['CVE-2021-44228', 'CVE-2022-0001']);
    for (const [args, changed] of [
      [['--private'], { public: false }],
      [['--block', 'critical'], { block: 'critical' }],
      [['--auto-scan', 'off'], { autoScan: false }],
    ] as const) {
      const old = await json<Record<string, unknown>>(['org', 'show', 'web']);
      expect((await run(['org', 'set', 'web', ...args])).exitCode).toBe(0);
      const now = await json<Record<string, unknown>>(['org', 'show', 'web']);
      expect(now).toEqual({ ...old, ...changed, updatedAt: now['updatedAt'] });
    }
    await run(['org', 'set', 'web', '--allow-cve', 'none']);
    expect(await json(['org', 'show', 'web'])).toMatchObject({ allowCves: [], block: 'critical' });
  });

  it('takes 100 findings that block nothing, and not one more', async () => {
    const { run, json, writes } = await openInstanceShell();
    const cves = (count: number) =>
      Array.from({ length: count }, (_none, index) => ['--allow-cve', `CVE-2021-${1000 + index}`]).flat();
    const before = await writes();
    expect((await run(['org', 'set', 'library', ...cves(101)])).exitCode).toBe(6);
    expect(await writes()).toEqual(before);
    expect((await run(['org', 'set', 'library', ...cves(100)])).exitCode).toBe(0);
    expect((await json<{ allowCves: string[] }>(['org', 'show', 'library'])).allowCves).toHaveLength(100);
  });
});

describe('nouns and flags that an edition lacks', () => {
  it.each([
    { args: ['perm', 'list', 'library'], counterpart: 'IAM policies' },
    { args: ['share', 'list', 'library/app'], counterpart: 'IAM policies' },
    { args: ['sync', 'list', 'library/app'], counterpart: 'replication' },
    { args: ['repo', 'add', 'library/app'], counterpart: 'push' },
    { args: ['repo', 'set', 'library/app', '--public'], counterpart: 'swrctl org set NS --public' },
    { args: ['repo', 'set', 'library/app', '--category', 'linux'], counterpart: '--category' },
  ])('exit 2 in an instance and name the counterpart: $args', async ({ args, counterpart }) => {
    const { run } = await openInstanceShell();
    const { stdout, stderr, exitCode } = await run(args);
    expect({ stdout, exitCode }, stderr).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toContain(counterpart);
  });

  it.each([
    ['credential', 'list'],
    ['credential', 'add', 'a'],
    ['artifact', 'list', 'team/app'],
    ['artifact', 'remove', 'team/app:v1', '--yes'],
    ['org', 'set', 'team', '--public'],
    ['org', 'add', 'other-team', '--public'],
  ])('exit 2 without an instance: %s %s', async (...args) => {
    const { runShared, writes } = await openInstanceShell();
    const { stdout, exitCode } = await runShared(args);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(await writes()).toEqual([]);
  });
});
