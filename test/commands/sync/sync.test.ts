import { describe, expect, it } from 'vitest';
import { openAccountShell } from '../../support/account-shell.ts';
import { dockerSave, testImage } from '../../support/archives.ts';

const TO = ['--to-region', 'cn-east-3', '--to-org', 'copies'];

/** team/web:v1 here, and the organization `copies` in cn-east-3. */
async function setUp() {
  const shell = await openAccountShell();
  await shell.save('app.tar', dockerSave(testImage({ texts: ['one'] })));
  await shell.save('new.tar', dockerSave(testImage({ texts: ['two'] })));
  await shell.run(['push', 'app.tar', 'team/web:v1']);
  const there = { ...shell.env, SWRCTL_REGION: 'cn-east-3', SWRCTL_PROJECT: 'cn-east-3' };
  await shell.run(['org', 'add', 'copies'], { env: there });
  return {
    ...shell,
    sync: (...args: string[]) => shell.run(['sync', ...args]),
    there: (...args: string[]) => shell.run(args, { env: there }),
  };
}

describe('swrctl sync', () => {
  it('copies a tag, waits for it, and finds the same digest on both sides', async () => {
    const { sync, there } = await setUp();
    const before = await sync('verify', 'team/web', ...TO, '--json=tag,state');
    expect(JSON.parse(before.stdout)).toEqual([{ tag: 'v1', state: 'missing' }]);
    expect(before.exitCode).toBe(10);
    const run = await sync('run', 'team/web:v1', ...TO, '--wait', '--json=tag,status');
    expect(run.stderr).toBe('Copied team/web:v1 to copies in cn-east-3: success\n');
    expect(JSON.parse(run.stdout)).toEqual({ tag: 'v1', status: 'success' });
    expect((await there('tag', 'list', 'copies/web', '-o', 'name')).stdout).toBe('copies/web:v1\n');
    expect(await sync('verify', 'team/web', 'team/web:v1', ...TO)).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('lists jobs, the latest first', async () => {
    const { sync, run } = await setUp();
    await run(['push', 'new.tar', 'team/web:v2']);
    await sync('run', 'team/web:v1', 'team/web:v2', ...TO, '--wait');
    expect((await sync('jobs', 'team/web', '-o', 'name')).stdout).toBe('v2\nv1\n');
    expect((await sync('jobs', 'team/web', '--limit', '1', '-o', 'name')).stdout).toBe('v2\n');
  });

  it('says that another image is in the way, and overwrites it when told to', async () => {
    const { sync, run } = await setUp();
    await sync('run', 'team/web:v1', ...TO, '--wait');
    expect((await sync('run', 'team/web:v1', ...TO, '--wait')).stderr).toContain('existed');
    await run(['push', 'new.tar', 'team/web:v1']);
    const blocked = await sync('run', 'team/web:v1', ...TO, '--wait');
    expect(blocked.stderr).toContain('v1 exists in copies in cn-east-3 and is another image');
    expect(blocked.exitCode).toBe(6);
    expect((await sync('verify', 'team/web', ...TO)).stdout).toContain('\tdifferent\t');
    expect((await sync('run', 'team/web:v1', ...TO, '--wait', '--override')).exitCode).toBe(0);
    expect((await sync('verify', 'team/web', ...TO)).exitCode).toBe(0);
  });

  it('copies later pushes by a rule, and stops when it is removed', async () => {
    const { sync, run, there } = await setUp();
    const added = await sync('add', 'team/web', ...TO, '--json=repository,region,organization,override');
    expect(added.stderr).toContain('team/web to copies in cn-east-3: not copied → copied, not overwriting tags\n');
    expect(JSON.parse(added.stdout)).toEqual({
      ...{ repository: 'team/web', region: 'cn-east-3', organization: 'copies', override: false },
    });
    expect((await sync('add', 'team/web', ...TO, '--override')).stderr).toContain('not overwriting → overwriting tags');
    await run(['push', 'new.tar', 'team/web:v2']);
    await expect
      .poll(async () => (await there('tag', 'list', 'copies/web', '-o', 'name')).stdout)
      .toBe('copies/web:v2\n');
    expect((await sync('remove', 'team/web', ...TO)).exitCode).toBe(6);
    expect((await sync('remove', 'team/web', ...TO, '--yes')).stderr).toBe(
      'team/web to copies in cn-east-3: copied → not copied\n',
    );
    expect((await sync('list', 'team/web', '-o', 'name')).stdout).toBe('');
    expect((await sync('remove', 'team/web', ...TO, '--yes')).exitCode).toBe(5);
  });

  it('lists regions', async () => {
    const { sync } = await setUp();
    expect((await sync('regions')).stdout.split('\n')).toContain('cn-east-3');
  });

  // The service takes all of these and reports success. Source: docs/reference/service.md#success-without-effect.
  it.each([
    {
      name: 'a missing organization',
      args: ['--to-region', 'cn-east-3', '--to-org', 'nope'],
      message: 'There is no organization nope in cn-east-3',
      exitCode: 5,
    },
    {
      name: 'the region that the images are in',
      args: ['--to-region', 'cn-north-4', '--to-org', 'team'],
      message: 'is the region that the images are in',
      exitCode: 6,
    },
  ])('refuses $name, for a tag and for a rule', async ({ args, message, exitCode }) => {
    const { sync } = await setUp();
    for (const verb of [
      ['run', 'team/web:v1'],
      ['add', 'team/web'],
      ['verify', 'team/web'],
    ]) {
      const result = await sync(...verb, ...args);
      expect(result.stderr).toContain(message);
      expect(result.exitCode).toBe(exitCode);
    }
  });

  it('refuses tags that are missing and copies the others', async () => {
    const { sync } = await setUp();
    const { stderr, stdout, exitCode } = await sync('run', 'team/web:nope', 'team/web:v1', ...TO, '-o', 'name');
    expect(stderr).toContain('Cannot show team/web:nope');
    expect(stdout).toBe('v1\n');
    expect(exitCode).toBe(3);
  });
});
