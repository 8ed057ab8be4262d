import { describe, expect, it } from 'vitest';
import { pushTo } from '../../emulator/enterprise/pushes.ts';
import { dockerSave, testImage } from '../../support/archives.ts';
import { INSTANCE, openInstanceShell, typing } from './instance-shell.ts';

const DEEP = 'library/shop/web/api';

/** `library/app` with v1 and latest on one image and v2 on another, and a repository with slashes in its name. */
async function open() {
  const shell = await openInstanceShell({ instances: [INSTANCE, 'other'] });
  const first = await pushTo(shell.emulator, 'library/app', ['v1', 'latest']);
  const second = await pushTo(shell.emulator, 'library/app', ['v2']);
  const deep = await pushTo(shell.emulator, DEEP, ['v1']);
  await pushTo(shell.emulator, 'library/far', ['v1'], { index: 1 });
  const lines = async (args: readonly string[]) => (await shell.run(args)).stdout.trimEnd().split('\n').sort();
  const host = shell.emulator.info.instances[0]?.host ?? '';
  return { ...shell, first, second, deep, lines, host };
}

const says = (text: string): string => expect.stringContaining(text) as string;

describe('repositories of an instance', () => {
  it('are listed by instance, by namespace, by host, and over all instances', async () => {
    const { run, json, lines, host } = await open();
    const own = ['library/app', DEEP];
    expect(await lines(['repo', 'list', '-o', 'name'])).toEqual(own);
    expect(await lines(['repo', 'list', 'library', '-o', 'name'])).toEqual(own);
    expect(await lines(['repo', 'list', host, '-o', 'name'])).toEqual(own);
    expect(await lines(['repo', 'list', `${host}/library`, '-o', 'name'])).toEqual(own);
    const all = await json<{ name: string; instance: string }[]>(['repo', 'list', '--all-instances']);
    expect(all.map(({ name, instance }) => `${instance} ${name}`).sort()).toEqual([
      'other library/far',
      `${INSTANCE} library/app`,
      `${INSTANCE} ${DEEP}`,
    ]);
    expect(await lines(['repo', 'list', '--all-instances', '--limit', '1', '-o', 'name'])).toHaveLength(1);
    expect((await run(['repo', 'list', 'gone'])).exitCode).toBe(5);
    expect((await run(['repo', 'list', '--shared-with-me'])).exitCode).toBe(2);
    expect((await run(['repo', 'list', '--all-instances', '--shared-by-me'])).exitCode).toBe(2);
  });

  it('are listed over all instances without one in use', async () => {
    const { runShared } = await open();
    const { stdout, exitCode } = await runShared(['repo', 'list', '--all-instances']);
    expect({ exitCode, lines: stdout.trimEnd().split('\n').length }).toEqual({ exitCode: 0, lines: 3 });
  });

  it('are shown and described, slashes and all; fields that there are not are absent', async () => {
    const { run, json } = await open();
    const description = 'the "API" \\ 接口';
    const set = await run(['repo', 'set', DEEP, '--description', description]);
    expect(set.stderr).toContain(`Changed ${DEEP}: description`);
    const shown = await json<Record<string, unknown>>(['repo', 'show', DEEP]);
    const counts = { tagCount: 1, artifactCount: 1 };
    expect(shown).toMatchObject({ name: DEEP, organization: 'library', description, ...counts, instance: INSTANCE });
    for (const field of ['public', 'category', 'size', 'downloads']) expect(shown).not.toHaveProperty(field);
    const again = await run(['repo', 'set', DEEP, '--description', description]);
    expect(again).toMatchObject({ exitCode: 0, stderr: `${DEEP} is like that already\n` });
    expect((await run(['repo', 'show', 'library/gone'])).exitCode).toBe(5);
  });

  it('are removed after a question that says what goes', async () => {
    const { run, lines } = await open();
    expect((await run(['repo', 'remove', DEEP])).exitCode).toBe(6);
    const asked = await run(['repo', 'remove', DEEP], typing('n'));
    expect(asked.stderr).toContain(`repository ${DEEP} with 1 artifact`);
    const removed = await run(['repo', 'remove', DEEP, 'library/gone', '--yes']);
    expect(removed).toMatchObject({ exitCode: 3, stderr: says(`Removed repository ${DEEP}`) });
    expect(await lines(['repo', 'list', '-o', 'name'])).toEqual(['library/app']);
  });
});

describe('tags of an instance', () => {
  it('are listed, sorted, filtered, and shown', async () => {
    const { run, json, lines, first, host } = await open();
    const all = ['library/app:latest', 'library/app:v1', 'library/app:v2'];
    expect(await lines(['tag', 'list', 'library/app', '-o', 'name'])).toEqual(all);
    const some = await run(['tag', 'list', 'library/app', '--sort', 'name', '--filter', 'v*', '-o', 'name']);
    expect(some.stdout).toBe('library/app:v1\nlibrary/app:v2\n');
    expect(await lines(['tag', 'list', DEEP, '-o', 'name'])).toEqual([`${DEEP}:v1`]);
    expect(await lines(['tag', 'list', `${host}/${DEEP}`, '-o', 'name'])).toEqual([`${DEEP}:v1`]);
    const shown = await json<Record<string, unknown>>(['tag', 'show', 'library/app:v1']);
    expect(shown).toMatchObject({ name: 'v1', digest: first });
    expect(shown).not.toHaveProperty('createdAt');
    expect((await run(['tag', 'show', 'library/app:nope'])).exitCode).toBe(5);
    expect((await run(['tag', 'list', 'library/gone'])).exitCode).toBe(5);
  });

  it('go alone: the image stays under its other tags and its digest', async () => {
    const { run, json, first, second, lines } = await open();
    const { stderr, exitCode } = await run(['tag', 'remove', 'library/app:v1', 'library/app:v2', '--yes']);
    expect(stderr).toContain('Removed library/app:v1; the image stays as ');
    expect(exitCode).toBe(0);
    expect(await lines(['tag', 'list', 'library/app', '-o', 'name'])).toEqual(['library/app:latest']);
    const left = await json<{ digest: string; tags: string[] }[]>(['artifact', 'list', 'library/app']);
    expect(Object.fromEntries(left.map(({ digest, tags }) => [digest, tags]))).toEqual({
      [first]: ['latest'],
      [second]: [],
    });
  });

  it('of a repository with slashes go, too, and several after one question', async () => {
    const { run } = await open();
    const asked = await run(['tag', 'remove', `${DEEP}:v1`, 'library/app:v2'], typing('y'));
    expect(asked.stderr).toContain(`tag ${DEEP}:v1`);
    expect(asked.exitCode).toBe(0);
    expect((await run(['tag', 'show', `${DEEP}:v1`])).exitCode).toBe(5);
  });

  it('are added by a push of the manifest, and moved with --force only', async () => {
    const { run, json, first, second } = await open();
    const added = await run(['tag', 'add', 'library/app:v1', 'stable']);
    expect(added).toMatchObject({ exitCode: 0, stderr: says('Added library/app:stable') });
    expect(await json(['tag', 'show', 'library/app:stable'])).toMatchObject({ digest: first });
    expect((await run(['tag', 'add', 'library/app:v1', 'v2'])).exitCode).toBe(8);
    expect((await run(['tag', 'add', 'library/app:v1', 'stable', '--exist-ok'])).exitCode).toBe(0);
    expect(await json(['tag', 'show', 'library/app:v2'])).toMatchObject({ digest: second });
    const moved = await run(['tag', 'add', 'library/app:v1', 'v2', '--force']);
    expect(moved.stderr).toContain('Moved library/app:v2: ');
    expect(await json(['tag', 'show', 'library/app:v2'])).toMatchObject({ digest: first });
  });
});

describe('artifacts of an instance', () => {
  it('are listed for a repository and for all of them, by names that the sibling verbs take', async () => {
    const { json, lines, run, first, second, deep } = await open();
    const all = [`library/app@${first}`, `library/app@${second}`, `${DEEP}@${deep}`].sort();
    expect(await lines(['artifact', 'list', '-o', 'name'])).toEqual(all);
    expect(await lines(['artifact', 'list', DEEP, '-o', 'name'])).toEqual([`${DEEP}@${deep}`]);
    expect(await lines(['artifact', 'list', '--type', 'image', '-o', 'name'])).toEqual(all);
    expect((await run(['artifact', 'list', '--type', 'chart', '-o', 'name'])).stdout).toBe('');
    expect(await lines(['artifact', 'list', '--limit', '2', '-o', 'name'])).toHaveLength(2);
    for (const name of all) expect(await json(['artifact', 'show', name])).toMatchObject({ name });
  });

  it('are shown by tag, too, whose digest is asked for first', async () => {
    const { json, run, first, emulator } = await open();
    const shown = await json<{ tags: string[] }>(['artifact', 'show', 'library/app:v1']);
    expect(shown).toMatchObject({ name: `library/app@${first}`, digest: first });
    expect([...shown.tags].sort()).toEqual(['latest', 'v1']);
    const asked = (await emulator.calls()).map(({ path }) => path).filter((path) => path.includes('/artifacts/'));
    expect(asked.filter((path) => !/\/artifacts\/sha256/.test(path))).toEqual([]);
    expect(await run(['artifact', 'show', 'library/app'])).toMatchObject({ exitCode: 2, stdout: '' });
    expect((await run(['artifact', 'show', 'library/app:nope'])).exitCode).toBe(5);
    expect((await run(['artifact', 'show', `library/app@sha256:${'0'.repeat(64)}`])).exitCode).toBe(5);
  });

  it('go with all their tags, which are named before', async () => {
    const { run, lines, first, second } = await open();
    const asked = await run(['artifact', 'remove', `library/app@${first}`], typing('n'));
    expect(asked.stderr).toMatch(/with its tags (?:latest, v1|v1, latest)/);
    const removed = await run(['artifact', 'remove', 'library/app:latest', 'library/app:v1', '--yes']);
    expect(removed).toMatchObject({ exitCode: 0, stderr: says('Removed library/app@') });
    expect(removed.stderr.match(/Removed/g)).toHaveLength(1);
    expect(await lines(['tag', 'list', 'library/app', '-o', 'name'])).toEqual(['library/app:v2']);
    expect(await lines(['artifact', 'list', 'library/app', '-o', 'name'])).toEqual([`library/app@${second}`]);
  });

  it('show how they were built, and what refers to them', async () => {
    const { run, save, json } = await open();
    await save('app.tar', dockerSave(testImage({ texts: ['one', 'two'] })));
    await run(['push', 'app.tar', 'library/built:v1']);
    const history = await json<{ createdBy: string }[]>(['artifact', 'history', 'library/built:v1']);
    expect(history.map(({ createdBy }) => createdBy).sort()).toEqual(['COPY one', 'COPY two']);
    expect(await json(['artifact', 'accessories', 'library/built:v1'])).toEqual([]);
  });
});
