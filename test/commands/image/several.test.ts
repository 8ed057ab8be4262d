import { describe, expect, it } from 'vitest';
import { openAccountShell } from '../../support/account-shell.ts';
import {
  addImage,
  createLayout,
  dockerSave,
  layoutFiles,
  named,
  savedManifest,
  sha256,
  testImage,
} from '../../support/archives.ts';
import type { TarItem } from '../../support/tar.ts';

/*
 * Archives with several images: what only looks shows all of them, and nobody has to choose.
 */

const [ONE, TWO] = [testImage({ texts: ['one'] }), testImage({ texts: ['two'] })];

/** An OCI archive of images, each under a name, or with `refName` all under one tag. */
function layoutOf(images: readonly { image: typeof ONE; name: string }[], refName?: string) {
  const layout = createLayout();
  const roots = images.map(({ image, name }) =>
    addImage(layout, image, refName ? { annotations: { 'org.opencontainers.image.ref.name': refName } } : named(name)),
  );
  return { items: [...layout.items, ...layoutFiles(roots)], digests: roots.map(({ digest }) => digest) };
}

const BOTH = layoutOf([
  { image: ONE, name: 'team/one:v1' },
  { image: TWO, name: 'team/two:v1' },
]);

/** The same in a docker-archive. */
const SAVED: TarItem[] = [ONE, TWO].flatMap(({ config, layers }) => [
  { name: `${sha256(config)}.json`, data: config },
  ...layers.map((data) => ({ name: `${sha256(data)}.tar`, data })),
]);
SAVED.push(
  savedManifest(
    ...[ONE, TWO].map(({ config, layers }, index) => ({
      Config: `${sha256(config)}.json`,
      RepoTags: [['team/one:v1', 'team/two:v1'][index] ?? ''],
      Layers: layers.map((layer) => `${sha256(layer)}.tar`),
    })),
  ),
);

const withoutBlob = (items: readonly TarItem[], digest = ''): TarItem[] =>
  items.filter(({ name }) => !name.endsWith(digest.slice(7)));

async function setUp(a: readonly TarItem[], b: readonly TarItem[] = a) {
  const shell = await openAccountShell();
  await shell.save('a.tar', a);
  await shell.save('b.tar', b);
  const rows = async (...args: string[]) => {
    const { stdout, stderr, exitCode } = await shell.run([...args, '--json']);
    return { rows: JSON.parse(stdout || '[]') as Record<string, unknown>[], stderr, exitCode };
  };
  return { ...shell, rows };
}

describe('swrctl inspect', () => {
  it('shows each image of an archive with several', async () => {
    const { run, rows } = await setUp(BOTH.items);
    const all = await rows('inspect', 'a.tar');
    expect(all.exitCode).toBe(0);
    expect(all.rows).toMatchObject([
      { image: 'team/one:v1', names: ['team/one:v1'], digest: BOTH.digests[0], problem: null, layers: [{}] },
      { image: 'team/two:v1', names: ['team/two:v1'], digest: BOTH.digests[1], problem: null, layers: [{}] },
    ]);
    const { stdout } = await run(['inspect', 'a.tar', '-o', 'table']);
    expect(stdout).toMatch(/^IMAGE +NAMES +PLATFORM +DIGEST +IMAGE ID +SIZE +PROBLEM\nteam\/one:v1 .*\nteam\/two:v1 /);
    expect((await run(['inspect', 'a.tar', '-o', 'name'])).stdout).toBe('team/one:v1\nteam/two:v1\n');
  });

  it('shows one object when one is chosen', async () => {
    const { run } = await setUp(BOTH.items);
    const { stdout } = await run(['inspect', 'a.tar', '--image', '@1', '--query', 'digest']);
    expect(JSON.parse(stdout)).toBe(BOTH.digests[1]);
    expect(await run(['inspect', 'a.tar', '--image', '@2'])).toMatchObject({ exitCode: 2, stdout: '' });
  });

  it('tells equal names apart by their places', async () => {
    const images = [ONE, TWO].map((image) => ({ image, name: '' }));
    const { run } = await setUp(layoutOf(images, 'v1').items);
    expect((await run(['inspect', 'a.tar', '-o', 'name'])).stdout).toBe('@0\n@1\n');
    const { stderr, exitCode } = await run(['push', 'a.tar', 'team/app:v1']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Hint: Choose one with --image: @0, @1\n');
    expect(await run(['push', 'a.tar', 'team/app:v1', '--image', 'v1'])).toMatchObject({ exitCode: 2 });
    expect(await run(['push', 'a.tar', 'team/app:v1', '--image', '@1'])).toMatchObject({ exitCode: 0 });
    const pushed = await run(['inspect', 'team/app:v1', '--query', 'imageId']);
    expect(JSON.parse(pushed.stdout)).toBe(`sha256:${sha256(TWO.config)}`);
  });

  it('has a row for an image that cannot be read, too', async () => {
    const { rows } = await setUp(withoutBlob(BOTH.items, BOTH.digests[0]));
    const { rows: shown, exitCode } = await rows('inspect', 'a.tar');
    expect(exitCode).toBe(0);
    expect(shown).toMatchObject([
      { image: 'team/one:v1', problem: expect.stringMatching(/^the manifest .* is not in the archive$/) as unknown },
      { image: 'team/two:v1', problem: null },
    ]);
  });
});

describe('an image that is not whole, one of several', () => {
  const items = withoutBlob(BOTH.items, BOTH.digests[0]);

  it('is a failure where it is chosen, by place or by name, and names what is missing', async () => {
    const { run, emulator } = await setUp(items);
    for (const choice of ['@0', 'team/one:v1']) {
      for (const command of [
        ['push', 'a.tar', 'team/app:v1'],
        ['inspect', 'a.tar'],
        ['digest', 'a.tar'],
        ['manifest', 'a.tar'],
      ]) {
        const { exitCode, stdout, stderr } = await run([...command, '--image', choice]);
        expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
        expect(stderr).toMatch(/^Error: the manifest blobs\/sha256\/\w+ is not in the archive\n/);
      }
    }
    expect((await emulator.calls()).filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('is no reason to push another one', async () => {
    const { run, emulator } = await setUp(items);
    const { exitCode, stderr } = await run(['push', 'a.tar', 'team/app:v1']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Hint: Choose one with --image: team/one:v1, team/two:v1\n');
    expect(await run(['push', 'a.tar'])).toMatchObject({ exitCode: 1, stdout: '' });
    expect((await emulator.calls()).filter(({ method }) => method === 'POST')).toEqual([]);
    expect(await run(['push', 'a.tar', 'team/app:v1', '--image', '@1'])).toMatchObject({ exitCode: 0 });
  });

  it('is a blocker of check', async () => {
    const { rows } = await setUp(items);
    const checked = await rows('check', 'a.tar', '--to', 'team');
    expect(checked.exitCode).toBe(6);
    expect(checked.rows.filter(({ level }) => level === 'blocker')).toMatchObject([
      { check: 'image', image: 'team/one:v1' },
    ]);
  });
});

describe('swrctl digest', () => {
  it('prints a row for each image', async () => {
    const { run, rows } = await setUp(BOTH.items);
    expect(await run(['digest', 'a.tar'])).toMatchObject({
      exitCode: 0,
      stdout: `team/one:v1\t${BOTH.digests[0] ?? ''}\nteam/two:v1\t${BOTH.digests[1] ?? ''}\n`,
    });
    expect((await rows('digest', 'a.tar')).rows).toEqual([
      { image: 'team/one:v1', digest: BOTH.digests[0] },
      { image: 'team/two:v1', digest: BOTH.digests[1] },
    ]);
    expect((await run(['digest', 'a.tar', '--image', '@1'])).stdout).toBe(`${BOTH.digests[1] ?? ''}\n`);
  });

  it('leaves the digest open where there is none, and says why', async () => {
    const { run } = await setUp(withoutBlob(BOTH.items, BOTH.digests[0]), SAVED);
    const { stdout, stderr, exitCode } = await run(['digest', 'a.tar']);
    expect({ stdout, exitCode }).toEqual({
      stdout: `team/one:v1\t\nteam/two:v1\t${BOTH.digests[1] ?? ''}\n`,
      exitCode: 0,
    });
    expect(stderr).toMatch(/^Warning: the manifest .* is not in the archive\n$/);
    expect(await run(['digest', 'b.tar'])).toMatchObject({ exitCode: 5, stdout: '' });
  });

  it('prints JSON of one digest when asked', async () => {
    const { run, rows } = await setUp(dockerSave(ONE));
    await run(['push', 'a.tar', 'team/app:v1']);
    const { rows: row } = await rows('digest', 'team/app:v1');
    expect(row).toEqual({
      image: expect.stringMatching(/\/team\/app:v1$/) as unknown,
      digest: expect.stringMatching(/^sha256:/) as unknown,
    });
  });
});

describe('swrctl diff', () => {
  it('compares all images of two archives, each with its namesake', async () => {
    const { run } = await setUp(BOTH.items, SAVED);
    expect(await run(['diff', 'a.tar', 'b.tar'])).toEqual({
      ...{ exitCode: 0, stdout: '', stderr: 'The same images, packed differently\n' },
    });
  });

  it('says which image a difference is in, and which one is on one side only', async () => {
    const other = layoutOf([
      { image: testImage({ texts: ['changed'] }), name: 'reg.example.com/other/two:v1' },
      { image: ONE, name: 'team/one:v1' },
      { image: TWO, name: 'team/three:v1' },
    ]);
    const { rows } = await setUp(BOTH.items, other.items);
    const { rows: found, exitCode } = await rows('diff', 'a.tar', 'b.tar');
    expect(exitCode).toBe(10);
    expect(found.map(({ image, field, change }) => [image, field, change])).toEqual([
      ['team/two:v1', 'layers[0]', 'changed'],
      ['team/two:v1', 'history[0]', 'changed'],
      ['team/three:v1', 'image', 'added'],
    ]);
  });

  it('finds the one that a registry has under the same name', async () => {
    const { run, rows } = await setUp(BOTH.items);
    await run(['push', 'a.tar', '--image', 'team/two:v1']);
    const { rows: found } = await rows('diff', 'a.tar', 'team/two:v1');
    expect(found).toMatchObject([
      { image: 'team/one:v1', field: 'image', change: 'removed', a: 'team/one:v1', b: null },
    ]);
    expect(await run(['diff', 'a.tar', 'team/two:v1', '--image', '@1'])).toMatchObject({ exitCode: 0, stdout: '' });
  });

  it('takes those of two archives without names in their order', async () => {
    const images = [ONE, TWO].map((image) => ({ image, name: '' }));
    const nameless = (...order: typeof images) => layoutOf(order, 'v1').items;
    const { run } = await setUp(nameless(...images), nameless(...images));
    expect(await run(['diff', 'a.tar', 'b.tar'])).toMatchObject({ exitCode: 0 });
    const { run: again } = await setUp(nameless(...images), nameless(...images.reverse()));
    expect(await again(['diff', 'a.tar', 'b.tar'])).toMatchObject({ exitCode: 10 });
  });
});

describe('hints', () => {
  const broken = (items: readonly TarItem[]): TarItem[] => items.filter(({ data }) => !Buffer.isBuffer(data));

  it.each([
    { name: 'a docker-archive', items: broken(SAVED), hint: 'docker save -o app.tar app:v1' },
    {
      name: 'an OCI archive',
      items: withoutBlob(layoutOf([{ image: ONE, name: 'a/b:1' }]).items, `sha256:${sha256(ONE.config)}`),
      hint: 'skopeo copy SOURCE oci-archive:FILE',
    },
  ])('fit what made $name', async ({ items, hint }) => {
    const { run } = await setUp(items);
    const { exitCode, stderr } = await run(['push', 'a.tar', 'team/app:v1', '--image', '@0']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(hint);
    if (!hint.includes('docker save')) expect(stderr).not.toContain('docker save');
  });
});
