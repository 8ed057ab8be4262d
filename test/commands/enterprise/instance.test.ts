import { describe, expect, it } from 'vitest';
import { INSTANCE, openInstanceShell, typing } from './instance-shell.ts';

const PLACE = ['--vpc', 'vpc-1', '--subnet', 'subnet-1', '--spec', 'professional'];

describe('swrctl instance add', () => {
  it('makes an instance, and says how to follow the job', async () => {
    const { run, json } = await openInstanceShell();
    const { stdout, stderr, exitCode } = await run(['instance', 'add', 'build', ...PLACE, '--yes']);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 0 });
    expect(stderr).toMatch(/Instance build is being made; .*swrctl job wait [0-9a-f]{32}\n/);
    expect(stderr).toContain('cannot be changed later');
    expect(await json(['instance', 'show', 'build'])).toMatchObject({
      name: 'build',
      vpc: 'vpc-1',
      subnet: 'subnet-1',
    });
  });

  it('waits for the job, and prints the instance with -o json', async () => {
    const { run } = await openInstanceShell();
    const result = await run(['instance', 'add', '--wait', 'build', ...PLACE, '--yes', '-o', 'json']);
    expect(result.exitCode).toBe(0);
    expect(result.stderr).toContain('Instance build is made (Running)');
    const made = JSON.parse(result.stdout) as Record<string, unknown>;
    expect(made).toMatchObject({ name: 'build', status: 'Running', spec: 'swr.ee.professional' });
    expect(made['job']).toMatch(/^[0-9a-f]{32}$/);
    expect(Object.values(made)).not.toContain(null);
  });

  it('gives up when the time is over, and says how to go on', async () => {
    const { run } = await openInstanceShell({ jobTimeMs: 600_000 });
    const result = await run(['instance', 'add', 'build', ...PLACE, '--yes', '--wait=50ms']);
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('Making instance build is not over after');
    expect(result.stderr).toMatch(/swrctl job show [0-9a-f]{32}/);
  });

  it('sends what is asked for', async () => {
    const { run, json } = await openInstanceShell();
    const more = ['--description', 'for builds', '--label', 'env=prod', '--label', 'team=', '--no-intranet'];
    expect((await run(['instance', 'add', 'build', ...PLACE, ...more, '--bucket', 'own', '--yes'])).exitCode).toBe(0);
    expect(
      (await run(['instance', 'add', 'safe', ...PLACE, '--encrypt', 'sm4', '--kms-key', 'k', '--yes'])).exitCode,
    ).toBe(0);
    const names = (await json<{ name: string }[]>(['instance', 'list'])).map(({ name }) => name);
    expect(names.sort()).toEqual(['build', 'safe', INSTANCE]);
  });

  it('asks on a terminal, and makes nothing without a yes', async () => {
    const { run, writes } = await openInstanceShell();
    const no = await run(['instance', 'add', 'build', ...PLACE], typing('n'));
    expect(no.stderr).toContain('Make instance build, which costs money until it is removed? [y/N]');
    expect(no.stderr).toContain('cannot be changed later');
    expect(no.exitCode).toBe(6);
    expect(await writes()).toEqual([]);
    expect((await run(['instance', 'add', 'build', ...PLACE], typing('y'))).exitCode).toBe(0);
  });

  it('needs --yes where nobody can be asked', async () => {
    const { run, writes } = await openInstanceShell();
    const { stderr, exitCode } = await run(['instance', 'add', 'build', ...PLACE]);
    expect(stderr).toContain('costs money');
    expect(stderr).toContain('--yes');
    expect(exitCode).toBe(6);
    expect(await writes()).toEqual([]);
  });

  it.each([
    { name: 'ab', exitCode: 6, message: '3 to 48' },
    { name: 'a--b', exitCode: 6, message: '3 to 48' },
    { name: 'a-', exitCode: 6, message: '3 to 48' },
    { name: '1abc', exitCode: 6, message: '3 to 48' },
    { name: 'a.b', exitCode: 6, message: '3 to 48' },
    { name: 'a'.repeat(49), exitCode: 6, message: '3 to 48' },
    { name: 'none', exitCode: 6, message: 'could not be chosen' },
    { name: 'build', more: ['--bucket', 'b', '--encrypt', 'aes256'], exitCode: 2, message: '--bucket and --encrypt' },
    { name: 'build', more: ['--kms-key', 'k'], exitCode: 2, message: '--kms-key is for --encrypt' },
    { name: 'build', more: ['--encrypt', 'rot13'], exitCode: 2, message: 'aes256, sm4' },
    { name: 'build', more: ['--label', 'env'], exitCode: 2, message: 'KEY=VALUE' },
    { name: 'build', more: ['--label', `${'k'.repeat(129)}=v`], exitCode: 6, message: '128' },
    { name: 'build', more: ['--wait=soon'], exitCode: 2, message: '--wait is "soon"' },
  ])('refuses before the first byte, with $exitCode: $name $more', async ({ name, more = [], exitCode, message }) => {
    const { run, emulator } = await openInstanceShell();
    const before = (await emulator.calls()).length;
    const result = await run(['instance', 'add', name, ...PLACE, '--yes', ...more]);
    expect(result.exitCode).toBe(exitCode);
    expect(result.stderr).toContain(message);
    expect((await emulator.calls()).length).toBe(before);
  });

  it('wants VPC, subnet and spec', async () => {
    const { run } = await openInstanceShell();
    for (const flag of ['--vpc', '--subnet', '--spec']) {
      const at = PLACE.indexOf(flag);
      const { stderr, exitCode } = await run(['instance', 'add', 'build', ...PLACE.toSpliced(at, 2)]);
      expect(stderr).toContain(flag);
      expect(exitCode).toBe(2);
    }
  });

  it('waits with --exist-ok for one that is on its way', async () => {
    const { json } = await openInstanceShell({ jobTimeMs: 400 });
    const add = ['instance', 'add', 'build', ...PLACE, '--yes', '--exist-ok'];
    const first = await json<{ job: string; status: string }>(add);
    expect(first.status).toBe('Creating');
    expect(await json([...add, '--wait'])).toMatchObject({ status: 'Running', job: first.job });
  });

  it('exits 8 where it exists, and 0 with --exist-ok where it is the same', async () => {
    const { run } = await openInstanceShell();
    await run(['instance', 'add', 'build', ...PLACE, '--yes']);
    const again = await run(['instance', 'add', 'build', ...PLACE, '--yes']);
    expect(again.stderr).toContain('There is an instance build already');
    expect(again.exitCode).toBe(8);
    const fine = await run(['instance', 'add', 'build', ...PLACE, '--yes', '--exist-ok', '-o', 'name']);
    expect(fine).toMatchObject({ stdout: 'build\n', exitCode: 0 });
    const other = ['--vpc', 'vpc-2', '--subnet', 'subnet-1', '--spec', 'professional'];
    expect((await run(['instance', 'add', 'build', ...other, '--yes', '--exist-ok'])).exitCode).toBe(8);
  });
});

describe('swrctl instance set', () => {
  it('switches pulls without a login on and off, and reads back', async () => {
    const { run, json } = await openInstanceShell();
    const on = await run(['instance', 'set', INSTANCE, '--anonymous']);
    expect(on.stderr).toContain(`Changed instance ${INSTANCE}: anonymous: no → yes`);
    expect(on.stderr).toContain('Warning: anyone who reaches');
    expect(await json(['instance', 'show'])).toMatchObject({ anonymous: true });
    expect((await run(['instance', 'set', '--anonymous'])).stderr).toContain('like that already');
    expect(await json(['instance', 'set', '--no-anonymous'])).toMatchObject({ name: INSTANCE, anonymous: false });
    expect(await json(['instance', 'show'])).toMatchObject({ anonymous: false });
  });

  it('says what is wrong', async () => {
    const { run, runShared } = await openInstanceShell();
    expect(await run(['instance', 'set'])).toMatchObject({ exitCode: 2, stdout: '' });
    expect(await run(['instance', 'set', 'nope', '--anonymous'])).toMatchObject({ exitCode: 5, stdout: '' });
    const none = await runShared(['instance', 'set', '--anonymous']);
    expect(none.stderr).toContain('No instance is named, and none is in use');
    expect(none.exitCode).toBe(2);
  });
});

describe('swrctl instance remove', () => {
  it('wants the name typed, and says how much goes', async () => {
    const { run, json } = await openInstanceShell();
    const wrong = await run(['instance', 'remove', INSTANCE], typing('y'));
    expect(wrong.stderr).toContain(`Type "${INSTANCE}" to remove instance "${INSTANCE}", with `);
    expect(wrong.stderr).toContain('images');
    expect(wrong.exitCode).toBe(6);
    expect(await json<unknown[]>(['instance', 'list'])).toHaveLength(1);
    const right = await run(['instance', 'remove', INSTANCE], typing(INSTANCE));
    expect(right.stderr).toContain(`Removed instance ${INSTANCE}`);
    expect(right.exitCode).toBe(0);
    expect(await json<unknown[]>(['instance', 'list'])).toEqual([]);
  });

  it('needs --yes where nobody can be asked, and waits until it is gone', async () => {
    const { run } = await openInstanceShell();
    expect(await run(['instance', 'remove', INSTANCE])).toMatchObject({ exitCode: 6, stdout: '' });
    const gone = await run(['instance', 'remove', INSTANCE, '--delete-bucket', '--delete-dns', '--wait', '--yes']);
    expect(gone).toMatchObject({ exitCode: 0, stdout: '', stderr: `Removed instance ${INSTANCE}\n` });
    expect((await run(['instance', 'remove', INSTANCE, '--yes'])).exitCode).toBe(5);
  });
});
