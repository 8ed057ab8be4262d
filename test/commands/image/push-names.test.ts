import { describe, expect, it } from 'vitest';
import { openAccountShell } from '../../support/account-shell.ts';
import {
  addImage,
  createLayout,
  dockerSave,
  layoutFiles,
  layoutManifest,
  sha256,
  testImage,
  type TestDescriptor,
} from '../../support/archives.ts';
import type { TarItem } from '../../support/tar.ts';

/*
 * Names of an archive that are digests: nothing is pushed under them, and no tag is made up.
 */

const IMAGE = testImage();
const OTHER = testImage({ texts: ['other'] });
const ID = `sha256:${sha256(IMAGE.config)}`;
const DIGEST = `sha256:${sha256('manifest')}`;

const annotated = (name: string, refName: string): Pick<TestDescriptor, 'annotations'> => ({
  annotations: { 'io.containerd.image.name': name, 'org.opencontainers.image.ref.name': refName },
});

/** What `ctr -n k8s.io images export` writes for an image that Kubernetes runs, by these of its names. */
function kubernetesExport(...names: readonly ('tag' | 'digest' | 'id')[]): TarItem[] {
  const layout = createLayout();
  const entries = {
    tag: annotated('docker.io/library/nginx:1.27', '1.27'),
    digest: annotated(`docker.io/library/nginx@${DIGEST}`, `@${DIGEST}`),
    id: annotated(ID, ID),
  };
  const repoTags = { tag: 'nginx:1.27', digest: `nginx@${DIGEST}`, id: ID };
  const roots = names.map((name) => addImage(layout, IMAGE, entries[name]));
  const saved = layoutManifest(
    IMAGE,
    names.map((name) => repoTags[name]),
    'gzip',
  );
  return [...layout.items, ...layoutFiles(roots), saved];
}

async function setUp(items: readonly TarItem[]) {
  const shell = await openAccountShell();
  await shell.save('app.tar', items);
  const env = { ...shell.env, SWRCTL_ORG: 'team' };
  const push = (...args: string[]) => shell.run(['push', 'app.tar', ...args], { env });
  const writes = async (): Promise<string[]> =>
    (await shell.emulator.calls()).filter(({ method }) => method !== 'GET').map(({ path }) => path);
  const tagsPut = async (): Promise<string[]> =>
    (await shell.emulator.calls())
      .filter(({ method, path }) => method === 'PUT' && path.includes('/manifests/'))
      .map(({ path }) => path.replace(/^\/v2\/(.*)\/manifests\//, '$1:'));
  return { ...shell, push, writes, tagsPut };
}

describe('an archive from Kubernetes with a tag, a digest and an id', () => {
  it.each([
    { args: [] },
    { args: ['--all'] },
    { args: ['--org', 'team'] },
    { args: ['--org', 'team', '--all'] },
    { args: ['--image', 'nginx:1.27'] },
    { args: ['--image', '@0', '--org', 'team'] },
    { args: ['--image', '@2'] },
    { args: ['--image', ID] },
  ])('goes up under its tag with $args, and the rest is noted', async ({ args }) => {
    const { push, tagsPut } = await setUp(kubernetesExport('tag', 'digest', 'id'));
    const { exitCode, stderr } = await push(...args);
    expect(exitCode).toBe(0);
    expect(await tagsPut()).toEqual(['team/nginx:1.27']);
    expect(stderr).toContain(`the name nginx@${DIGEST} is left out: it is a digest, not a tag`);
    expect(stderr).toContain(`the name ${ID} is left out: it is a digest, not a tag`);
  });

  it('says nothing about its names when a reference is given', async () => {
    const { push, tagsPut } = await setUp(kubernetesExport('tag', 'digest', 'id'));
    expect((await push('team/app:v1')).stderr).not.toContain('left out');
    expect(await tagsPut()).toEqual(['team/app:v1']);
  });

  it('is shown with all its names', async () => {
    const { run } = await setUp(kubernetesExport('tag', 'digest', 'id'));
    const { stdout } = await run(['inspect', 'app.tar', '--query', 'names']);
    expect(JSON.parse(stdout)).toEqual(['nginx:1.27', `nginx@${DIGEST}`, ID]);
  });

  it('is checked for the tag it would get', async () => {
    const { run } = await setUp(kubernetesExport('tag', 'digest', 'id'));
    const { stdout, exitCode } = await run(['check', 'app.tar', '--to', 'team', '--json']);
    const rows = JSON.parse(stdout) as { check: string; message: string }[];
    expect(rows.filter(({ check }) => check === 'name')).toEqual([]);
    expect(rows.filter(({ check }) => check === 'left-out').map(({ message }) => message)).toEqual([
      `the name nginx@${DIGEST} is left out: it is a digest, not a tag`,
      `the name ${ID} is left out: it is a digest, not a tag`,
    ]);
    expect(exitCode).toBe(0);
  });
});

const bare = (...refNames: readonly string[]): TarItem[] => {
  const layout = createLayout();
  const roots = refNames.map((name) =>
    addImage(layout, IMAGE, { annotations: { 'org.opencontainers.image.ref.name': name } }),
  );
  return [...layout.items, ...layoutFiles(roots)];
};

describe('an image whose only names are digests', () => {
  it.each([
    { name: 'RepoTags', items: dockerSave(IMAGE, [`team/app@${DIGEST}`]) },
    { name: 'RepoTags with a host', items: dockerSave(IMAGE, [`localhost:5000/team/app@${DIGEST}`]) },
    { name: 'RepoTags with an id', items: dockerSave(IMAGE, [ID]) },
    { name: 'RepoTags with an id as docker completes it', items: dockerSave(IMAGE, [`docker.io/library/${ID}`]) },
    { name: 'the name of an import', items: dockerSave(IMAGE, [`import-2024-05-06@${DIGEST}`]) },
    { name: 'a containerd digest', items: kubernetesExport('digest') },
    { name: 'a containerd id', items: kubernetesExport('id') },
    { name: 'both', items: kubernetesExport('digest', 'id') },
    { name: 'a ref.name', items: bare(`team/app@${DIGEST}`) },
    { name: 'the end of a name', items: bare(`@${DIGEST}`) },
  ])('is not pushed without a reference: $name', async ({ items }) => {
    const { push, writes } = await setUp(items);
    for (const args of [[], ['--all'], ['--org', 'team'], ['--image', '@0']]) {
      const { exitCode, stdout, stderr } = await push(...args);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr).toContain('has no tag to be pushed under');
      expect(stderr).toContain('Hint: Give a reference: swrctl push SOURCE ORG/REPO:TAG --image @N (@0)');
    }
    expect(await writes()).toEqual([]);
  });

  it('goes up under a reference', async () => {
    const { push, tagsPut } = await setUp(kubernetesExport('digest', 'id'));
    expect(await push('team/app:v1')).toMatchObject({ exitCode: 0 });
    expect(await tagsPut()).toEqual(['team/app:v1']);
  });

  it('stops a push of all, before the first byte, like one without a name', async () => {
    const layout = createLayout();
    const roots = [
      addImage(layout, OTHER, annotated('docker.io/team/other:v1', 'v1')),
      addImage(layout, IMAGE, annotated(ID, ID)),
    ];
    const { push, writes } = await setUp([...layout.items, ...layoutFiles(roots)]);
    const { exitCode, stderr } = await push();
    expect(exitCode).toBe(2);
    expect(stderr).toContain('(docker.io/team/other:v1, @1)');
    expect(await writes()).toEqual([]);
  });
});

describe('a name with a tag and a digest', () => {
  it.each([
    { name: 'in RepoTags', items: dockerSave(IMAGE, [`team/app:v1@${DIGEST}`]) },
    {
      name: 'of containerd',
      items: (() => {
        const layout = createLayout();
        const root = addImage(layout, IMAGE, annotated(`docker.io/team/app:v1@${DIGEST}`, `v1@${DIGEST}`));
        return [...layout.items, ...layoutFiles([root])];
      })(),
    },
  ])('is its tag: $name', async ({ items }) => {
    const { push, tagsPut } = await setUp(items);
    expect(await push()).toMatchObject({ exitCode: 0 });
    expect(await tagsPut()).toEqual(['team/app:v1']);
  });
});

describe('a tag that looks like a digest', () => {
  it.each(['team/app:0123456789abcdef0123456789abcdef01234567', 'team/sha256:v1'])('is a tag: %s', async (name) => {
    const { push, tagsPut } = await setUp(dockerSave(IMAGE, [name]));
    expect(await push()).toMatchObject({ exitCode: 0 });
    expect(await tagsPut()).toEqual([name]);
  });
});
