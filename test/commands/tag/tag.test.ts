import { describe, expect, it } from 'vitest';
import { openAccountShell, type AccountShell } from '../../support/account-shell.ts';
import { dockerSave, testImage } from '../../support/archives.ts';

/** team/app with `v1` and `v1.2` of one image, `dev` of another. */
async function setUp(): Promise<AccountShell> {
  const shell = await openAccountShell();
  await shell.save('one.tar', dockerSave(testImage({ texts: ['one'] })));
  await shell.save('two.tar', dockerSave(testImage({ texts: ['two'] })));
  await shell.run(['push', 'one.tar', 'team/app:v1', 'team/app:v1.2']);
  await shell.run(['push', 'two.tar', 'team/app:dev']);
  return shell;
}

const names = async ({ run }: AccountShell): Promise<string[]> =>
  (await run(['tag', 'list', 'team/app', '--sort', 'name', '-o', 'name'])).stdout
    .trim()
    .split('\n')
    .map((name) => name.replace('team/app:', ''));
const digest = async ({ run }: AccountShell, tag: string): Promise<unknown> =>
  JSON.parse((await run(['tag', 'show', `team/app:${tag}`, '--query', 'digest'])).stdout);

describe('swrctl tag', () => {
  it('shows one tag with the fields of a list', async () => {
    const { run } = await setUp();
    const [listed] = JSON.parse(
      (await run(['tag', 'list', 'team/app', '--filter', 'dev', '--json'])).stdout,
    ) as object[];
    expect(JSON.parse((await run(['tag', 'show', 'team/app:dev', '--json'])).stdout)).toEqual(listed);
    expect(Object.keys(listed ?? {})).toEqual(['name', 'digest', 'size', 'mediaType', 'createdAt', 'updatedAt']);
  });

  it.each([
    { glob: 'v*', found: ['v1', 'v1.2'] },
    { glob: 'v1.?', found: ['v1.2'] },
    { glob: '{dev,v1}', found: ['dev', 'v1'] },
    { glob: '[!v]*', found: ['dev'] },
    { glob: 'V*', found: [''] },
  ])('lists what matches $glob', async ({ glob, found }) => {
    const { run } = await setUp();
    const { stdout } = await run(['tag', 'list', 'team/app', '--filter', glob, '--sort', 'name', '-o', 'name']);
    expect(stdout.trim().split('\n')).toEqual(found.map((tag) => tag && `team/app:${tag}`));
  });

  it('counts --limit after the filter', async () => {
    const { run } = await setUp();
    const { stdout } = await run(['tag', 'list', 'team/app', '--filter', 'v*', '--limit', '1', '-o', 'name']);
    expect(stdout).toMatch(/^team\/app:v1(\.2)?\n$/);
  });

  it('adds tags to an image and prints them', async () => {
    const shell = await setUp();
    const { stdout, stderr, exitCode } = await shell.run([
      'tag',
      'add',
      'team/app:v1',
      'stable',
      'prod',
      '--json=name',
    ]);
    expect(JSON.parse(stdout)).toEqual([{ name: 'stable' }, { name: 'prod' }]);
    expect(stderr).toMatch(
      /^Added team\/app:stable: sha256:[0-9a-f]{12}\nAdded team\/app:prod: sha256:[0-9a-f]{12}\n$/,
    );
    expect(exitCode).toBe(0);
    expect(await digest(shell, 'stable')).toBe(await digest(shell, 'v1'));
  });

  it('moves a tag with --force only, and says from where to where', async () => {
    const shell = await setUp();
    const refused = await shell.run(['tag', 'add', 'team/app:v1', 'dev']);
    expect(refused.stderr).toContain('team/app:dev exists and is another image');
    expect(refused.exitCode).toBe(8);
    const moved = await shell.run(['tag', 'add', 'team/app:v1', 'dev', '--force']);
    expect(moved.stderr).toMatch(/^Moved team\/app:dev: sha256:[0-9a-f]{12} → sha256:[0-9a-f]{12}\n$/);
    expect(await digest(shell, 'dev')).toBe(await digest(shell, 'v1'));
  });

  it('takes it that a tag is there already, so that a script can run again', async () => {
    const { run } = await setUp();
    const { stderr, exitCode } = await run(['tag', 'add', 'team/app:v1', 'v1.2', '--exist-ok']);
    expect(stderr).toMatch(/^team\/app:v1.2 is sha256:[0-9a-f]{12} already\n$/);
    expect(exitCode).toBe(0);
  });

  it('removes tags, and asks before', async () => {
    const shell = await setUp();
    expect(await shell.run(['tag', 'remove', 'team/app:dev'])).toMatchObject({ exitCode: 6 });
    expect(await names(shell)).toEqual(['dev', 'v1', 'v1.2']);
    const { stderr, exitCode } = await shell.run(['tag', 'remove', 'team/app:dev', 'team/app:v1', '--yes']);
    expect(stderr).toMatch(/^Removed team\/app:dev, which was sha256:[0-9a-f]{12}\nRemoved team\/app:v1, which was /);
    expect(exitCode).toBe(0);
    expect(await names(shell)).toEqual(['v1.2']);
  });

  it('removes what is named twice once', async () => {
    const shell = await setUp();
    const { stderr, exitCode } = await shell.run(['tag', 'remove', 'team/app:dev', 'team/app:dev', '--yes']);
    expect(stderr).toMatch(/^Removed team\/app:dev, which was sha256:[0-9a-f]{12}\n$/);
    expect(exitCode).toBe(0);
  });

  it('fails in part when a tag is missing', async () => {
    const shell = await setUp();
    const { stderr, exitCode } = await shell.run(['tag', 'remove', 'team/app:nope', 'team/app:dev', '--yes']);
    expect(stderr).toContain('1 of 2 tags failed');
    expect(exitCode).toBe(3);
    expect(await names(shell)).toEqual(['v1', 'v1.2']);
  });

  it.each([
    { args: ['show', 'team/app'], message: '"team/app" names no tag', exitCode: 2 },
    { args: ['show', 'team/app:no/tag'], message: 'names no tag', exitCode: 2 },
    { args: ['show', 'team/app:nope'], message: 'Cannot show team/app:nope', exitCode: 5 },
    { args: ['add', 'team/app:nope', 'x'], message: 'Cannot show team/app:nope', exitCode: 5 },
    { args: ['add', 'team/app:v1', 'team/app:x'], message: '"team/app:x" is not a tag', exitCode: 2 },
  ])('refuses $args', async ({ args, message, exitCode }) => {
    const { run } = await setUp();
    const result = await run(['tag', ...args]);
    expect(result.stderr).toContain(message);
    expect(result.exitCode).toBe(exitCode);
  });
});
