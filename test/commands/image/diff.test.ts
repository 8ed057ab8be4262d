import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openAccountShell } from '../../support/account-shell.ts';
import {
  addImage,
  addIndex,
  createLayout,
  dockerSave,
  flatArchive,
  layoutFiles,
  podmanSave,
  testImage,
  type TestImage,
} from '../../support/archives.ts';
import { itWith } from '../../support/peers.ts';
import { startRegistryServer } from '../../support/registry-server.ts';
import { runCli } from '../../support/run.ts';
import { tarOf, type TarItem } from '../../support/tar.ts';

const exec = promisify(execFile);

interface Row {
  readonly field: string;
  readonly change: string;
  readonly a: string | null;
  readonly b: string | null;
  readonly platform: string | null;
}

const packed = (image: TestImage): TarItem[] =>
  flatArchive(image, { layerName: (hex) => `${hex}.tar.gz`, pack: (layer) => gzipSync(layer) });

function ociArchive(image: TestImage): TarItem[] {
  const layout = createLayout();
  const root = addImage(layout, image);
  return [...layout.items, ...layoutFiles([root])];
}

/** An index of these images as an OCI archive. */
function multiPlatform(images: readonly (readonly [architecture: string, text: string])[]): TarItem[] {
  const layout = createLayout();
  const children = images.map(([architecture, text]) => {
    const platform = { os: 'linux', architecture };
    return addImage(layout, testImage({ texts: [text], platform }), { platform });
  });
  const root = addIndex(layout, children);
  return [...layout.items, ...layoutFiles([root])];
}

/** Two archives `a.tar` and `b.tar` and the command that compares them. */
async function setUp(a: readonly TarItem[], b: readonly TarItem[]) {
  const shell = await openAccountShell();
  await shell.save('a.tar', a);
  await shell.save('b.tar', b);
  const rows = async (...args: string[]) => {
    const { stdout, exitCode } = await shell.run(['diff', 'a.tar', 'b.tar', '--json', ...args]);
    return { rows: JSON.parse(stdout) as Row[], exitCode };
  };
  return { ...shell, rows };
}

describe('swrctl diff', () => {
  const image = testImage({ env: ['PATH=/bin'] });

  it.each([
    { name: 'plain and gzip', a: dockerSave(image), b: packed(image) },
    { name: 'docker-archives of two producers', a: dockerSave(image), b: podmanSave(image), alike: true },
    { name: 'a docker-archive and an OCI archive', a: dockerSave(image), b: ociArchive(image) },
    { name: 'the same archive', a: ociArchive(image), b: ociArchive(image), alike: true },
  ])('finds no difference between $name', async ({ a, b, alike = false }) => {
    const { run } = await setUp(a, b);
    expect(await run(['diff', 'a.tar', 'b.tar'])).toEqual({
      stdout: '',
      stderr: alike ? 'The same image\n' : 'The same image, packed differently\n',
      exitCode: 0,
    });
  });

  it('lists what differs, first to last, and exits 10', async () => {
    const other = testImage({ texts: ['one', 'two!', 'three'], env: ['PATH=/usr/bin', 'X=1'] });
    const { run } = await setUp(dockerSave(image), packed(other));
    const { stdout, stderr, exitCode } = await run(['diff', 'a.tar', 'b.tar']);
    const cells = stdout.split('\n').map((line) => line.split('\t'));
    expect(cells.map(([field, change]) => [field, change])).toEqual([
      ['env.PATH', 'changed'],
      ['env.X', 'added'],
      ['layers[1]', 'changed'],
      ['layers[2]', 'added'],
      ['history[1]', 'changed'],
      ['history[2]', 'added'],
      ['', undefined],
    ]);
    expect(cells[0]).toEqual(['env.PATH', 'changed', '/bin', '/usr/bin', '', '', 'linux/amd64']);
    expect(cells[2]?.[2]).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(stderr).toContain('Error: The images differ in 6 points\n');
    expect(exitCode).toBe(10);
  });

  it('shows one inserted layer as one difference', async () => {
    const [a, b] = [testImage({ texts: ['one', 'two'] }), testImage({ texts: ['one', 'new', 'two'] })];
    const { rows } = await setUp(dockerSave(a), dockerSave(b));
    const found = await rows();
    expect(found.rows.map(({ field, change }) => [field, change])).toEqual([
      ['layers[1]', 'added'],
      ['history[1]', 'added'],
    ]);
  });

  it('compares parts of the config that it has no word for', async () => {
    const text = image.config.toString();
    const config = Buffer.from(text.replace('"Cmd"', '"StopSignal":"SIGINT","Cmd"'));
    const { rows } = await setUp(dockerSave(image), dockerSave({ ...image, config }));
    expect((await rows()).rows).toMatchObject([{ field: 'config.StopSignal', change: 'added', a: null, b: 'SIGINT' }]);
  });

  it('takes a config that is only written differently as the same', async () => {
    const spaced = Buffer.from(JSON.stringify(JSON.parse(image.config.toString()), undefined, 2));
    const { rows } = await setUp(dockerSave(image), dockerSave({ ...image, config: spaced }));
    expect(await rows()).toEqual({ rows: [], exitCode: 0 });
  });

  it('unpacks layers whose diffIDs nobody tells', async () => {
    const archive = (text: string, pack: 'gzip' | 'none'): TarItem[] => {
      const layout = createLayout();
      const data = tarOf([{ name: 'file', data: text }]);
      const type = 'application/vnd.oci.image.layer.v1.tar';
      const manifest = {
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        config: layout.add('application/vnd.example.config+json', '{}'),
        layers: [pack === 'gzip' ? layout.add(`${type}+gzip`, gzipSync(data)) : layout.add(type, data)],
      };
      const root = layout.add(manifest.mediaType, JSON.stringify(manifest));
      return [...layout.items, ...layoutFiles([root])];
    };
    const same = await setUp(archive('one', 'gzip'), archive('one', 'none'));
    expect(await same.rows()).toEqual({ rows: [], exitCode: 0 });
    const other = await setUp(archive('one', 'gzip'), archive('two', 'gzip'));
    expect((await other.rows()).rows.map(({ field, change }) => [field, change])).toEqual([['layers[0]', 'changed']]);
  });

  it('compares platform by platform', async () => {
    const a = multiPlatform([
      ['amd64', 'one'],
      ['arm64', 'one'],
    ]);
    const b = multiPlatform([
      ['amd64', 'one'],
      ['arm64', 'two'],
      ['s390x', 'one'],
    ]);
    const { rows } = await setUp(a, b);
    expect((await rows()).rows.map(({ platform, field, change }) => [platform, field, change])).toEqual([
      ['linux/arm64', 'layers[0]', 'changed'],
      ['linux/arm64', 'history[0]', 'changed'],
      ['linux/s390x', 'image', 'added'],
    ]);
    expect(await rows('--platform', 'linux/amd64')).toEqual({ rows: [], exitCode: 0 });
    expect((await rows('--platform', 'linux/arm64')).exitCode).toBe(10);
  });

  it('finds what was pushed and pulled to be the same as the archive', async () => {
    const { run } = await setUp(dockerSave(image), dockerSave(testImage({ texts: ['x'] })));
    await run(['push', 'a.tar', 'team/app:v1']);
    await run(['push', 'b.tar', 'team/app:v2']);
    await run(['pull', 'team/app:v1', '-o', 'back.tar']);
    expect(await run(['diff', 'a.tar', 'team/app:v1'])).toMatchObject({ exitCode: 0 });
    expect(await run(['diff', 'a.tar', 'back.tar'])).toMatchObject({ exitCode: 0 });
    expect(await run(['diff', 'team/app:v1', 'team/app:v2'])).toMatchObject({ exitCode: 10 });
    expect(await run(['diff', 'team/app:v1', 'team/app:v9'])).toMatchObject({ exitCode: 5, stdout: '' });
  });

  it.each([
    { args: ['./no.tar', 'a.tar'], exitCode: 2, message: '"./no.tar" does not exist' },
    { args: ['a.tar', 'no.tar'], exitCode: 2, message: '"no.tar" does not exist' },
    { args: ['a.tar', 'some/no.tgz'], exitCode: 2, message: '"some/no.tgz" does not exist' },
    { args: ['a.tar', 'Team/App'], exitCode: 2, message: 'upper-case' },
    { args: ['-', '-'], exitCode: 2, message: 'one archive, not two' },
    { args: ['a.tar', 'b.tar', '--platform', 'linux/s390x'], exitCode: 2, message: 'no image for linux/s390x' },
  ])('refuses $args', async ({ args, exitCode, message }) => {
    const { run } = await setUp(dockerSave(image), dockerSave(image));
    const result = await run(['diff', ...args]);
    expect(result.stderr).toContain(message);
    expect(result).toMatchObject({ exitCode, stdout: '' });
  });

  itWith('skopeo', 'docker-registry')('agrees with skopeo about copies in other formats', async () => {
    const { home } = await setUp(dockerSave(image), dockerSave(image));
    const registry = new URL(await startRegistryServer()).host;
    const source = `docker-archive:${join(home, 'a.tar')}`;
    const targets = [`oci:${join(home, 'layout')}:v1`, `oci-archive:${join(home, 'oci.tar')}`];
    for (const target of targets) await exec('skopeo', ['copy', source, target]);
    await exec('skopeo', ['copy', '--dest-tls-verify=false', source, `docker://${registry}/app:v1`]);
    for (const other of ['layout', 'oci.tar', `${registry}/app:v1`]) {
      const result = await runCli(['diff', 'a.tar', other], { cwd: home });
      expect(result).toEqual({ stdout: '', stderr: 'The same image, packed differently\n', exitCode: 0 });
    }
  });
});
