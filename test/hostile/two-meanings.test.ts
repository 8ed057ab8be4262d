import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  addImage,
  createLayout,
  dockerSave,
  json,
  layoutFiles,
  named,
  sha256,
  testImage,
} from '../support/archives.ts';
import { INDEX, MANIFEST, imageManifestIn, store } from '../support/manifests.ts';
import { startMemoryRegistry } from '../support/memory-registry.ts';
import { runCli } from '../support/run.ts';
import { tarOf, type TarItem } from '../support/tar.ts';
import { tempDir } from '../support/temp-dir.ts';

const DOCKER = 'application/vnd.docker.distribution.manifest.v2+json';
const LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';

type Manifest = ReturnType<typeof imageManifestIn>;

interface Case {
  readonly name: string;
  /** The bytes, made from a manifest that is right and an entry that leads to it. */
  readonly write: (good: Manifest, entry: object) => string;
  /** What it is served and listed as. */
  readonly type?: string;
}

const text = (value: unknown): string => JSON.stringify(value);
/** Adds members as text, so that a key can be there twice. */
const also = (good: object, members: string): string => text(good).replace(/}$/, `,${members}}`);

const CASES: readonly Case[] = [
  { name: 'layers and manifests', write: (good, entry) => text({ ...good, manifests: [entry] }) },
  { name: 'layers and no manifests at all', write: (good) => text({ ...good, manifests: [] }) },
  {
    name: 'config and manifests, called an index',
    write: ({ config }, entry) => text({ schemaVersion: 2, mediaType: INDEX, config, manifests: [entry] }),
    type: INDEX,
  },
  { name: 'fsLayers', write: (good) => text({ ...good, fsLayers: [] }) },
  { name: 'schema version 1', write: (good) => text({ ...good, schemaVersion: 1 }) },
  { name: 'a type that is not how it is served', write: (good) => text(good), type: INDEX },
  { name: 'a type of an index and fields of an image', write: (good) => text({ ...good, mediaType: LIST }) },
  {
    name: 'no type, fields of an image, served as an index',
    write: ({ config, layers }) => text({ schemaVersion: 2, config, layers }),
    type: INDEX,
  },
  {
    name: 'no type, fields of an index, served as an image',
    write: (_good, entry) => text({ schemaVersion: 2, manifests: [entry] }),
  },
  { name: 'a type that nobody knows', write: (good) => text({ ...good, mediaType: 'application/vnd.other' }) },
  { name: 'a type that is a list', write: (good) => text({ ...good, mediaType: [MANIFEST] }) },
  { name: 'layers twice', write: (good) => also(good, '"layers":[]') },
  { name: 'layers twice, once escaped', write: (good) => also(good, '"\\u006cayers":[]') },
  { name: 'the type twice', write: (good) => also(good, `"mediaType":"${INDEX}"`) },
  { name: 'Layers beside layers', write: (good) => also(good, '"Layers":[]') },
  { name: 'Manifests in capitals', write: (good, entry) => also(good, `"MANIFESTS":[${text(entry)}]`) },
  { name: 'layers with a long s', write: (good) => also(good, '"layer\u017f":[]') },
  {
    name: 'a digest twice in a layer',
    write: (good) => text(good).replace(/("layers":\[\{.*?)\}/, `$1,"digest":"sha256:${sha256('x')}"}`),
  },
  {
    name: 'a Digest beside the digest of the config',
    write: (good) => text(good).replace('"config":{', `"config":{"Digest":"sha256:${sha256('x')}",`),
  },
  {
    name: 'a repeated annotation',
    write: (good) => also(good, '"annotations":{"a":"1","a":"2"}'),
  },
];

const run = async (...args: readonly string[]) => {
  const home = await tempDir();
  return runCli(args, { env: { HOME: home }, cwd: home });
};

describe.each(CASES)('a manifest with $name', ({ write, type = MANIFEST }) => {
  it('is refused from a registry', async () => {
    const registry = await startMemoryRegistry();
    const good = imageManifestIn(registry);
    const entry = store(registry, 'team/app', good);
    registry.put('team/app', write(good, entry), type, 'v1');
    const before = registry.manifests.size;
    const at = `${registry.host}/team/app:v1`;
    const commands = [
      ['pull', at],
      ['copy', at, `${registry.host}/b/app:v1`],
      ['inspect', at],
      ['manifest', at],
    ];
    for (const args of [...commands, ['check', at], ['diff', at, at]]) {
      const { exitCode, stdout, stderr } = await run(...args);
      expect({ args, exitCode, stdout, stderr }).toMatchObject({ exitCode: 1, stdout: '' });
      expect(stderr).toMatch(/two meanings|schema 1|is not a|is an array/);
    }
    expect(registry.manifests.size).toBe(before);
  });

  it('is refused from an archive and from a layout', async () => {
    const registry = await startMemoryRegistry(); // only collects the blobs
    const good = imageManifestIn(registry);
    const entry = store(registry, 'x', good);
    const layout = createLayout();
    for (const bytes of registry.blobs.values()) layout.add('', bytes);
    layout.add('', JSON.stringify(good));
    const root = layout.add(type, write(good, entry), named('docker.io/team/app:v1'));
    await expectRefused([...layout.items, ...layoutFiles([root])], registry.host);
  });
});

/** As an archive and as a directory. */
async function expectRefused(items: readonly TarItem[], host: string): Promise<void> {
  const folder = await tempDir();
  const file = join(folder, 'app.tar');
  const dir = join(folder, 'layout');
  await writeFile(file, tarOf(items));
  for (const { name, data = '' } of items.filter((item) => !item.name.endsWith('/'))) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), data);
  }
  for (const source of [file, dir]) {
    const push = ['push', source, `${host}/team/app:v1`];
    for (const args of [push, ['inspect', source], ['digest', source], ['manifest', source], ['diff', source, file]]) {
      const { exitCode, stdout, stderr } = await run(...args);
      expect({ args, exitCode, stdout, stderr }).toMatchObject({ exitCode: 1, stdout: '' });
      expect(stderr).toMatch(/two meanings|schema 1|is not a|is an array/);
    }
    expect((await run('check', source, '--to', 'team')).exitCode).not.toBe(0);
  }
}

describe('a child', () => {
  it('that its index calls by another type is refused', async () => {
    const registry = await startMemoryRegistry();
    const child = store(registry, 'team/app', imageManifestIn(registry));
    store(
      registry,
      'team/app',
      { mediaType: INDEX, ...{ schemaVersion: 2, manifests: [{ ...child, mediaType: INDEX }] } },
      'v1',
    );
    const { exitCode, stderr } = await run('inspect', `${registry.host}/team/app:v1`);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('two meanings');
  });
});

describe('index.json', () => {
  it.each([
    { name: 'that is an image too', more: '"layers":[]' },
    { name: 'with manifests twice', more: '"manifests":[]' },
    { name: 'of the type of an image', more: `"mediaType":"${DOCKER}"` },
    { name: 'with a Manifests of its own', more: '"Manifests":[]' },
  ])('$name is refused, also where manifest.json could stand in', async ({ more }) => {
    const layout = createLayout();
    const root = addImage(layout, testImage(), named('docker.io/team/app:v1'));
    const index = also({ schemaVersion: 2, manifests: [root] }, more);
    const files = [{ name: 'index.json', data: index }, json('oci-layout', { imageLayoutVersion: '1.0.0' })];
    const saved = dockerSave(testImage());
    for (const items of [
      [...layout.items, ...files],
      [...layout.items, ...files, ...saved],
    ]) {
      await expectRefused(items, '127.0.0.1:1');
    }
  });
});

describe('an image in an archive', () => {
  it('whose OCI manifest has two meanings is not replaced by what manifest.json says', async () => {
    const layout = createLayout();
    const good = addImage(layout, testImage());
    const bytes = layout.items.at(-1)?.data ?? '';
    const bad = layout.add(MANIFEST, also(JSON.parse(String(bytes)) as object, `"manifests":[${text(good)}]`), {
      ...named('docker.io/team/app:v1'),
    });
    const items = [...layout.items, ...layoutFiles([bad]), ...dockerSave(testImage(), ['docker.io/team/app:v1'])];
    const folder = await tempDir();
    await writeFile(join(folder, 'app.tar'), tarOf(items));
    const { host, asked } = await startMemoryRegistry();
    const { exitCode, stderr } = await run('push', join(folder, 'app.tar'), '--registry', host);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('two meanings');
    expect(asked()).toEqual([]);
  });

  it.each([
    { name: 'Config', more: { Config: 'x', config: 'y' } },
    { name: 'Layers', more: { layers: [] } },
  ])('whose manifest.json says $name twice is refused', async ({ more }) => {
    const items = dockerSave(testImage()).map((item) =>
      item.name === 'manifest.json'
        ? json(
            item.name,
            (JSON.parse(String(item.data)) as object[]).map((saved) => ({ ...saved, ...more })),
          )
        : item,
    );
    const folder = await tempDir();
    await writeFile(join(folder, 'app.tar'), tarOf(items));
    const { exitCode, stderr } = await run('inspect', join(folder, 'app.tar'));
    expect(exitCode).toBe(1);
    expect(stderr).toContain('two meanings');
  });

  it('whose config says its layers twice is refused', async () => {
    const registry = await startMemoryRegistry();
    const good = testImage();
    const config = Buffer.from(also(JSON.parse(good.config.toString()) as object, '"RootFS":{"diff_ids":[]}'));
    store(registry, 'team/app', imageManifestIn(registry, { ...good, config }), 'v1');
    const { exitCode, stderr } = await run('inspect', `${registry.host}/team/app:v1`);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('two meanings');
  });
});

describe('what only looks odd', () => {
  it.each([
    { name: 'null for what it does not have', more: { manifests: null, fsLayers: null } },
    { name: 'labels of the same letters', more: { annotations: { A: '1', a: '2' } } },
    { name: 'the types of Docker, served as OCI', more: { mediaType: DOCKER } },
  ])('is read: $name', async ({ more }) => {
    const registry = await startMemoryRegistry();
    registry.put('team/app', text({ ...imageManifestIn(registry), ...more }), MANIFEST, 'v1');
    expect((await run('inspect', `${registry.host}/team/app:v1`)).exitCode).toBe(0);
  });
});
