import { describe, expect, it } from 'vitest';
import { openAccountShell } from '../../support/account-shell.ts';
import { dockerSave, testImage } from '../../support/archives.ts';
import { runCli } from '../../support/run.ts';

const IMAGE = testImage();

/** `docker save app:v1`: the name has no organization, and nobody has set one. */
async function setUp(names: readonly string[] = ['app:v1']) {
  const shell = await openAccountShell();
  await shell.save('app.tar', dockerSave(IMAGE, names));
  const tags = async (): Promise<string[]> =>
    (await shell.emulator.calls())
      .filter(({ method, path }) => method === 'PUT' && path.includes('/manifests/'))
      .map(({ path }) => path.replace(/^\/v2\/(.*)\/manifests\//, '$1:'));
  const answer = (stdin: string, ...more: string[]) => shell.run(['push', 'app.tar', ...more], { tty: true, stdin });
  return { ...shell, tags, answer };
}

describe('pushing a name without an organization', () => {
  it.each([
    { name: 'of the archive', more: [], tag: 'v1' },
    { name: 'that was given', more: ['app:v2'], tag: 'v2' },
  ])('says the ways to name one, for a name $name', async ({ more, tag }) => {
    const { run, tags } = await setUp();
    const { stderr, stdout, exitCode } = await run(['push', 'app.tar', ...more]);
    expect(stderr).toContain('Error: "app" names no organization, and no default one is set\n');
    expect(stderr).toContain('swrctl push app.tar --org ORG');
    expect(stderr).toContain(`swrctl push app.tar ORG/app:${tag}`);
    expect(stderr).toContain('swrctl config set org ORG');
    expect(stderr).toContain('swrctl login --org ORG');
    expect({ stdout, exitCode, tags: await tags() }).toEqual({ stdout: '', exitCode: 2, tags: [] });
  });

  it('works in each of these ways', async () => {
    const { run, tags } = await setUp();
    expect((await run(['push', 'app.tar', '--org', 'team'])).exitCode).toBe(0);
    expect((await run(['push', 'app.tar', 'team/app:v2'])).exitCode).toBe(0);
    expect((await run(['login', '--org', 'team'])).exitCode).toBe(0);
    expect((await run(['push', 'app.tar', 'app:v3'])).exitCode).toBe(0);
    expect((await run(['config', 'set', 'org', 'dev'])).exitCode).toBe(0);
    expect((await run(['push', 'app.tar', 'app:v4', '--create-org'])).exitCode).toBe(0);
    expect(await tags()).toEqual(['team/app:v1', 'team/app:v2', 'team/app:v3', 'dev/app:v4']);
  });

  it('asks on a terminal, once for all names, and shows which there are', async () => {
    const { answer, tags } = await setUp(['app:v1', 'web:v1']);
    const { stderr, exitCode } = await answer('team\n');
    expect(stderr.match(/Organization to push \S+ to \(you have: team\):/g)).toHaveLength(1);
    expect(stderr).toContain('swrctl config set org team');
    expect({ exitCode, tags: (await tags()).sort() }).toEqual({ exitCode: 0, tags: ['team/app:v1', 'team/web:v1'] });
  });

  it.each([
    { name: 'nothing', typed: '\n', exitCode: 2 },
    { name: 'Ctrl-D', typed: '', exitCode: 130 },
    { name: 'what is no name', typed: 'No Name\n', exitCode: 2 },
  ])('pushes nothing after $name', async ({ typed, exitCode }) => {
    const { answer, tags } = await setUp();
    expect(await answer(typed)).toMatchObject({ exitCode });
    expect(await tags()).toEqual([]);
  });

  it('does not ask with --no-input', async () => {
    const { answer } = await setUp();
    expect(await answer('team\n', '--no-input')).toMatchObject({ exitCode: 2 });
  });

  it('speaks of the login first where there is none', async () => {
    const { home } = await setUp();
    const { stderr, exitCode } = await runCli(['push', 'app.tar'], { env: { HOME: home }, cwd: home });
    expect(stderr).toMatch(/names no registry[^]*swrctl login --region REGION/);
    expect(exitCode).toBe(2);
  });
});

describe('a name without an organization elsewhere', () => {
  it.each([
    { args: ['pull', 'app:v1'] },
    { args: ['tag', 'list', 'app'] },
    { args: ['tag', 'show', 'app:v1'] },
    { args: ['repo', 'show', 'app'] },
    { args: ['digest', 'app:v1'] },
  ])('has the same ways in $args', async ({ args }) => {
    const { run } = await setUp();
    const { stderr, exitCode } = await run(args);
    expect(stderr).toMatch(/Error: "app" [^]*Hint: [^\n]*ORG\/[^\n]*--org ORG[^\n]*swrctl config set org ORG/);
    expect(exitCode).toBe(2);
  });
});
