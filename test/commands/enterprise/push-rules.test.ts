import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../../../src/emulator/emulator.ts';
import { enterpriseApi } from '../../emulator/enterprise/api.ts';
import {
  addAttestation,
  addImage,
  addIndex,
  createLayout,
  dockerSave,
  layoutFiles,
  named,
  sha256,
  testImage,
} from '../../support/archives.ts';
import { INSTANCE, openInstanceShell, type InstanceShell } from './instance-shell.ts';

const ONE = dockerSave(testImage({ texts: ['one'] }));
const TWO = dockerSave(testImage({ texts: ['two'] }));

interface Shell extends InstanceShell {
  readonly host: string;
  /** What was sent to registries, oldest first: `PUT /v2/web/app/manifests/v1`. */
  readonly sent: () => Promise<string[]>;
  readonly api: ReturnType<typeof enterpriseApi>;
  readonly digest: (reference: string) => Promise<string>;
}

async function open(options: EmulatorOptions = {}): Promise<Shell> {
  const shell = await openInstanceShell(options);
  await shell.save('one.tar', ONE);
  await shell.save('two.tar', TWO);
  const { writes, emulator, run } = shell;
  return {
    ...shell,
    host: emulator.info.instances[0]?.host ?? '',
    api: enterpriseApi(emulator),
    sent: async () => (await writes()).filter((call) => /^P.*\/(?:blobs|manifests)\//.test(call)),
    digest: async (reference) => (await run(['digest', reference])).stdout.trim(),
  };
}

const rule = (tags: string, more: { decoration?: string; repositories?: string; disabled?: boolean } = {}) => ({
  ...{ priority: 0, disabled: more.disabled ?? false, action: 'immutable', template: 'immutable_template' },
  tag_selectors: [{ kind: 'doublestar', decoration: more.decoration ?? 'matches', pattern: tags }],
  scope_selectors: {
    repository: [{ kind: 'doublestar', decoration: 'repoMatches', pattern: more.repositories ?? '**' }],
  },
});

describe('pushing to an instance', () => {
  it('makes the repository, and keeps every byte of an index and its attestation', async () => {
    const { run, save, json, host } = await open();
    const layout = createLayout();
    const platform = { os: 'linux', architecture: 'amd64' };
    const child = addImage(layout, testImage(), { platform });
    const index = addIndex(layout, [child, addAttestation(layout, child)], named('library/app:v1'));
    await save('index.tar', [...layoutFiles([index]), ...layout.items]);
    const pushed = await json<{ digest: string; reference: string }[]>(['push', 'index.tar', 'library/app:v1']);
    expect(pushed).toMatchObject([{ digest: index.digest, reference: `${host}/library/app:v1` }]);
    const { stdout } = await run(['manifest', 'library/app:v1']);
    expect(`sha256:${sha256(stdout)}`).toBe(index.digest);
    const artifacts = await json<{ digest: string }[]>(['artifact', 'list', 'library/app']);
    expect(artifacts.map(({ digest }) => digest)).toContain(index.digest);
  });

  it.each([
    ['push', 'one.tar', 'gone/app:v1'],
    ['push', 'one.tar', 'gone/app:v1', '--dry-run'],
  ])('exits 5 before the first byte where the namespace is missing: %j', async (...args) => {
    const { run, sent } = await open();
    const { stdout, stderr, exitCode } = await run(args);
    expect(stderr).toContain(`There is no namespace "gone" in ${INSTANCE}`);
    expect(stderr).toContain('--create-org');
    expect(stderr).toContain('swrctl org add gone');
    expect({ stdout, exitCode, sent: await sent() }).toEqual({ stdout: '', exitCode: 5, sent: [] });
  });

  it('looks for a namespace once, however many images there are', async () => {
    const { run, save, emulator } = await open();
    await save('both.tar', dockerSave(testImage(), ['library/a:v1', 'library/b:v1', 'library/b:v2']));
    expect((await run(['push', 'both.tar'])).exitCode).toBe(0);
    const looks = (await emulator.calls()).filter(({ path }) => path.endsWith('/namespaces/library'));
    expect(looks).toHaveLength(1);
  });
});

describe('a tag that a rule protects', () => {
  async function withRule(...rules: readonly object[]): Promise<Shell & { readonly since: () => Promise<string[]> }> {
    const shell = await open();
    expect((await shell.run(['push', 'one.tar', 'library/app:v1'])).exitCode).toBe(0);
    for (const body of rules) {
      await shell.api.call('CreateImmutableRule', { path: { namespace_name: 'library' }, body });
    }
    const before = (await shell.sent()).length;
    return { ...shell, since: async () => (await shell.sent()).slice(before) };
  }

  it.each([
    { args: ['push', 'two.tar', 'library/app:v1', '--dry-run'], what: 'a plan' },
    { args: ['copy', 'library/other:v1', 'library/app:v1'], what: 'a copy' },
  ])('is not moved by $what: exit 6 before the first byte, naming the rule', async ({ args }) => {
    const { run, digest, sent, host } = await withRule(rule('x*'), rule('v{1,2}', { repositories: 'app' }));
    await run(['push', 'two.tar', 'library/other:v1']);
    const [before, count] = [await digest('library/app:v1'), (await sent()).length];
    const { stdout, stderr, exitCode } = await run(args);
    expect(stderr).toMatch(
      new RegExp(
        `${host}/library/app:v1 holds another image, and rule \\d+ protects it \\(repositories "app", tags "v`,
      ),
    );
    expect(stderr).toContain('Hint: Choose another tag');
    expect({ stdout, exitCode, sent: (await sent()).slice(count) }).toEqual({ stdout: '', exitCode: 6, sent: [] });
    expect(await digest('library/app:v1')).toBe(before);
  });

  it('does not hold up the tags beside it', async () => {
    const { run, digest, save } = await withRule(rule('v1'));
    await save('tags.tar', dockerSave(testImage({ texts: ['one'] }), ['library/app:v1', 'library/app:v2']));
    expect((await run(['push', 'tags.tar'])).exitCode).toBe(0);
    expect(await digest('library/app:v2')).toBe(await digest('library/app:v1'));
  });

  it.each([
    { what: 'a rule that is off', body: rule('v1', { disabled: true }) },
    { what: 'a rule for other tags', body: rule('release-*') },
    { what: 'a rule for all tags but these', body: rule('v*', { decoration: 'excludes' }) },
    { what: 'a rule for other repositories', body: rule('**', { repositories: 'shop/**' }) },
  ])('is none by $what', async ({ body }) => {
    const { run, digest } = await withRule(body);
    const before = await digest('library/app:v1');
    expect((await run(['push', 'two.tar', 'library/app:v1'])).exitCode).toBe(0);
    expect(await digest('library/app:v1')).not.toBe(before);
  });

  it('is one by a rule for all tags but others', async () => {
    const { run } = await withRule(rule('latest', { decoration: 'excludes' }));
    const { stderr, exitCode } = await run(['push', 'two.tar', 'library/app:v1']);
    expect(stderr).toContain('tags other than "latest"');
    expect(exitCode).toBe(6);
  });
});

describe('an instance that lets nobody in', () => {
  it.each([
    ['push', 'one.tar', 'library/app:v1'],
    ['pull', 'library/app:v1'],
    ['inspect', 'library/app:v1'],
    ['copy', 'library/app:v1', 'library/app:v2'],
    ['auth', 'token', 'library/app'],
  ])('is closed by default, and the hint says so: %s', async (...args) => {
    const { run } = await open({ quirks: { 'ee-closed': true } });
    const { stderr, exitCode } = await run([...args, '--retries', '0']);
    expect(stderr).toContain('An instance is closed by default');
    expect(stderr).toContain('swrctl network show');
    expect(exitCode).toBe(1);
  });

  it('says nothing of that about the shared edition', async () => {
    const { runShared } = await open({ quirks: { 'ee-closed': true } });
    const { stderr } = await runShared(['pull', 'team/app:v1']);
    expect(stderr).not.toContain('closed by default');
  });
});
