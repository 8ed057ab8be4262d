import { execFileSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openAccountShell, type AccountShell } from '../../support/account-shell.ts';
import {
  addAttestation,
  addImage,
  addIndex,
  createLayout,
  dockerSave,
  flatArchive,
  layoutFiles,
  named,
  savedManifest,
  sha256,
  testImage,
  type TestImage,
} from '../../support/archives.ts';
import { itWith } from '../../support/peers.ts';
import { tarOf, type TarItem } from '../../support/tar.ts';

interface Row {
  readonly level: string;
  readonly check: string;
  readonly image: string | null;
  readonly message: string;
  readonly hint: string | null;
}

const HERE = { os: 'linux', architecture: process.arch === 'x64' ? 'amd64' : process.arch };
const here = (texts = ['one', 'two']): TestImage => testImage({ texts, platform: HERE });

const packed = (image: TestImage): TarItem[] =>
  flatArchive(image, { layerName: (hex) => `${hex}.tar.gz`, pack: (layer) => gzipSync(layer) });

/** `check` runs without credentials, so that only the offline part has something to say; `run` has them. */
async function setUp(
  items: readonly TarItem[],
): Promise<
  AccountShell & { check: (...args: string[]) => Promise<{ rows: Row[]; exitCode: number; stderr: string }> }
> {
  const shell = await openAccountShell();
  await shell.save('app.tar', items);
  const check = async (...args: string[]) => {
    const env = { ...shell.env, SWRCTL_AK: '', SWRCTL_SK: '' };
    const { stdout, stderr, exitCode } = await shell.run(['check', 'app.tar', ...args, '--json'], { env });
    const rows = (JSON.parse(stdout || '[]') as Row[]).filter(({ check: id }) => id !== 'online');
    return { rows, exitCode, stderr };
  };
  return { ...shell, check };
}

const levels = (rows: readonly Row[]): string[] => rows.map(({ level, check }) => `${level} ${check}`);

/** Two images by name; the second lacks its config. */
function halfBroken(): TarItem[] {
  const [good, bad] = [here(['good']), here(['bad'])];
  const layers = (image: TestImage) => image.layers.map((layer) => `${sha256(layer)}.tar`);
  return [
    { name: 'good.json', data: good.config },
    ...[good, bad].flatMap((image) => image.layers.map((data) => ({ name: `${sha256(data)}.tar`, data }))),
    savedManifest(
      { Config: 'good.json', RepoTags: ['team/good:v1'], Layers: layers(good) },
      { Config: 'bad.json', RepoTags: ['team/bad:v1'], Layers: layers(bad) },
    ),
  ];
}

describe('swrctl check', () => {
  it('finds nothing wrong with a good archive and asks nobody without credentials', async () => {
    const { check, emulator } = await setUp(packed(here()));
    const { rows, exitCode, stderr } = await check('--to', 'team');
    expect({ rows, exitCode, stderr }).toEqual({
      rows: [],
      exitCode: 0,
      stderr: 'Nothing stands in the way of a push\n',
    });
    expect(await emulator.calls()).toEqual([]);
  });

  it('reads every layer: a damaged one is a blocker that names it', async () => {
    const image = here();
    const other = tarOf([{ name: 'file', data: 'TWO' }]);
    const items = packed(image).map((item) =>
      item.name === `${sha256(gzipSync(image.layers[1] ?? ''))}.tar.gz` ? { ...item, data: gzipSync(other) } : item,
    );
    const { check } = await setUp(items);
    const { rows, exitCode, stderr } = await check('--to', 'team');
    expect(levels(rows)).toEqual(['blocker layer-content']);
    expect(rows[0]?.message).toMatch(/\.tar\.gz .* is damaged: its digest is sha256:/);
    expect(exitCode).toBe(6);
    expect(JSON.parse(stderr)).toMatchObject({ code: 'REFUSED', exitCode: 6 });
  });

  it('lists all findings at once, blockers first', async () => {
    const layout = createLayout();
    const platform = { os: 'linux', architecture: 's390x' };
    const image = addImage(layout, testImage({ platform }), { platform });
    const root = addIndex(layout, [image, addAttestation(layout, image)], named('Team/app:v1'));
    const { check } = await setUp([...layout.items, ...layoutFiles([root])]);
    const { rows, exitCode } = await check('--to', 'team', '--limit', 'layer=64B');
    expect(levels(rows)).toEqual([
      'blocker name',
      'blocker layer-size',
      'blocker layer-size',
      'info left-out',
      'info manifest-type',
      'info platform',
    ]);
    expect(rows.map(({ image: name }) => name)).toEqual(rows.map(() => 'Team/app:v1'));
    expect(rows[3]?.message).toBe('left out 1 attestation');
    expect(exitCode).toBe(6);
  });

  it.each([
    { name: 'a good name', to: 'team/app:v1', want: [] },
    { name: 'an organization that begins with a digit', to: '1team/app:v1', want: ['warning name'] },
    { name: 'a deep repository', to: 'team/mirror/app:v1', want: ['info name'] },
    { name: 'a long organization', to: `${'t'.repeat(65)}/app:v1`, want: ['warning name'] },
    { name: 'upper case', to: 'Team/app:v1', want: ['blocker name'] },
    { name: 'no organization', to: 'app:v1', want: ['blocker name'] },
    { name: 'an organization for all', to: 'my.team', want: [] },
    { name: 'an organization with two dots in a row', to: 'my..team', want: ['warning name'] },
  ])('judges $name', async ({ to, want }) => {
    const { check } = await setUp(packed(here()));
    expect(levels((await check('--to', to)).rows)).toEqual(want);
  });

  it('only warns of names that a push need not use', async () => {
    const { check } = await setUp(packed(here()));
    const { rows, exitCode } = await check();
    expect(levels(rows)).toEqual(['warning name']);
    expect(rows[0]).toMatchObject({ message: '"app:v1" names no organization, and no default one is set' });
    expect(exitCode).toBe(0);
    const nameless = await setUp(dockerSave(here(), null));
    expect(levels((await nameless.check()).rows)).toEqual(['warning name', 'info plain-layers']);
  });

  it('goes on with the other images when one cannot be read', async () => {
    const { check } = await setUp(halfBroken());
    const { rows, exitCode } = await check();
    expect(rows.map(({ level, check: id, image }) => [level, id, image])).toEqual([
      ['blocker', 'image', 'team/bad:v1'],
      ['info', 'plain-layers', 'team/good:v1'],
    ]);
    expect(exitCode).toBe(6);
    expect(await check('--image', 'team/good:v1')).toMatchObject({ exitCode: 0 });
  });

  it('says when two images go to one name', async () => {
    const layout = createLayout();
    const roots = ['a/app:v1', 'b/app:v1'].map((name, index) => addImage(layout, here([`${index}`]), named(name)));
    const { check } = await setUp([...layout.items, ...layoutFiles(roots)]);
    const { rows } = await check('--to', 'team');
    expect(rows.find(({ check: id }) => id === 'same-target')).toMatchObject({
      level: 'warning',
      message: 'more than one image goes to team/app:v1: the last one stays',
    });
    expect(await check('--to', 'team/app:v1')).toMatchObject({ exitCode: 2, rows: [] });
  });

  it('refuses foreign layers', async () => {
    const image = here();
    const layout = createLayout();
    const type = 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip';
    const manifest = {
      schemaVersion: 2,
      mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
      config: layout.add('application/vnd.docker.container.image.v1+json', image.config),
      layers: image.layers.map((layer, index) =>
        index === 0
          ? { mediaType: type, size: 9, digest: `sha256:${sha256('x')}`, urls: ['https://example.com/layer'] }
          : layout.add('application/vnd.docker.image.rootfs.diff.tar.gzip', gzipSync(layer)),
      ),
    };
    const root = layout.add(manifest.mediaType, JSON.stringify(manifest), named('team/win:v1'));
    const { check } = await setUp([...layout.items, ...layoutFiles([root])]);
    expect(levels((await check()).rows)).toEqual(['blocker foreign-layer']);
  });

  itWith('zstd')('tells what the push will pack again', async () => {
    const zstd = (layer: Buffer): Buffer => execFileSync('zstd', ['-c'], { input: layer });
    const { check } = await setUp(flatArchive(here(), { layerName: (hex) => `${hex}.tar`, pack: zstd }));
    const { rows, exitCode } = await check('--to', 'team');
    expect(rows.map(({ level, message }) => [level, message])).toEqual([
      ['info', '2 zstd layers will be packed with gzip instead'],
    ]);
    expect(exitCode).toBe(0);
  });

  it('checks an image in a registry too', async () => {
    const { check, run } = await setUp(dockerSave(here()));
    expect((await check('--to', 'team/app:v1')).exitCode).toBe(0);
    await run(['push', 'app.tar', 'team/app:v1']);
    expect(await run(['check', 'team/app:v1'])).toMatchObject({ stdout: '', exitCode: 0 });
    expect(await run(['check', 'team/app:v1', '--to', 'Other/app'])).toMatchObject({ exitCode: 6 });
  });

  it.each([
    { args: ['--limit', 'layer'], exitCode: 2, message: '"layer" is not a limit' },
    { args: ['--limit', 'layers=1GB'], exitCode: 2, message: 'Write one of layer, organization-name' },
    { args: ['--limit', 'repository-name=1GB'], exitCode: 2, message: 'is not a limit' },
    { args: ['--image', 'no'], exitCode: 2, message: 'the archive holds no image "no"' },
  ])('refuses $args', async ({ args, exitCode, message }) => {
    const { run } = await setUp(halfBroken());
    const result = await run(['check', 'app.tar', ...args]);
    expect(result.stderr).toContain(message);
    expect(result).toMatchObject({ exitCode, stdout: '' });
  });

  it('fails with exit 1 for what is no image archive', async () => {
    const { check } = await setUp([{ name: 'etc/passwd', data: '' }]);
    expect(await check()).toMatchObject({ exitCode: 1, rows: [] });
  });
});
