import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openAccountShell } from '../../support/account-shell.ts';
import {
  addAttestation,
  addImage,
  addIndex,
  createLayout,
  dockerSave,
  flatArchive,
  layoutFiles,
  sha256,
  testImage,
  without,
  type TestImage,
} from '../../support/archives.ts';
import { itWith } from '../../support/peers.ts';
import { startRegistryServer } from '../../support/registry-server.ts';
import { runCli } from '../../support/run.ts';
import type { TarItem } from '../../support/tar.ts';

const exec = promisify(execFile);

const FIELDS = [
  ...['name', 'names', 'format', 'digest', 'mediaType', 'imageId', 'platform', 'created', 'author', 'size'],
  ...['user', 'workdir', 'entrypoint', 'cmd', 'ports', 'volumes', 'env', 'labels'],
  ...['platforms', 'layers', 'history', 'leftOut'],
];

/** An image whose config says everything, with a history that has a step without a layer. */
function richImage(): TestImage {
  const { config, layers } = testImage();
  const more = {
    ...(JSON.parse(config.toString()) as Record<string, unknown>),
    created: '2026-01-02T03:04:05Z',
    author: 'somebody',
    config: {
      Env: ['PATH=/bin', 'NOTE=a,b'],
      Entrypoint: ['/bin/sh', '-c'],
      Cmd: ['run'],
      User: '1000:1000',
      WorkingDir: '/srv',
      Labels: { version: '1.2', team: 'web' },
      ExposedPorts: { '80/tcp': {} },
      Volumes: { '/data': {} },
    },
    history: [{ created_by: 'ADD one' }, { created_by: 'ENV NOTE=a,b', empty_layer: true }, { created_by: 'RUN two' }],
  };
  return { config: Buffer.from(JSON.stringify(more)), layers };
}

/** An OCI archive of an index: two platforms, and a provenance manifest. `mine` is the platform of this machine. */
function indexArchive(): TarItem[] {
  const layout = createLayout();
  const children = ['amd64', 'arm64'].map((architecture) => {
    const platform = { os: 'linux', architecture };
    return addImage(layout, testImage({ texts: [architecture], platform }), { platform });
  });
  const attestations = children.map((child) => addAttestation(layout, child));
  const root = addIndex(layout, [...children, ...attestations]);
  return [...layout.items, ...layoutFiles([root])];
}

async function setUp(items: readonly TarItem[]) {
  const shell = await openAccountShell();
  await shell.save('app.tar', items);
  const show = async (...args: string[]) => {
    const { stdout, stderr, exitCode } = await shell.run(['inspect', ...args, '--json']);
    return { row: JSON.parse(stdout) as Record<string, unknown>, stderr, exitCode };
  };
  return { ...shell, show };
}

describe('swrctl inspect', () => {
  it('shows config, layers and the step that made each', async () => {
    const image = richImage();
    const { show } = await setUp(flatArchive(image, { layerName: (hex) => `${hex}.tar.gz`, pack: (l) => gzipSync(l) }));
    const { row, exitCode } = await show('app.tar');
    expect(exitCode).toBe(0);
    expect(Object.keys(row).sort()).toEqual([...FIELDS].sort());
    expect(row).toMatchObject({
      ...{ name: 'app.tar', names: ['app:v1'], format: 'docker-archive', digest: null, mediaType: null },
      ...{ imageId: `sha256:${sha256(image.config)}`, platform: 'linux/amd64', created: '2026-01-02T03:04:05Z' },
      ...{ author: 'somebody', user: '1000:1000', workdir: '/srv', entrypoint: ['/bin/sh', '-c'], cmd: ['run'] },
      ...{ ports: ['80/tcp'], volumes: ['/data'], env: ['PATH=/bin', 'NOTE=a,b'], platforms: [], leftOut: [] },
      labels: { version: '1.2', team: 'web' },
      layers: [
        { diffID: `sha256:${sha256(image.layers[0] ?? '')}`, compression: 'gzip', createdBy: 'ADD one', digest: null },
        { diffID: `sha256:${sha256(image.layers[1] ?? '')}`, compression: 'gzip', createdBy: 'RUN two' },
      ],
    });
    expect(row['history']).toHaveLength(3);
    const stored = image.layers.map((layer) => gzipSync(layer).length);
    expect(row['size']).toBe(image.config.length + stored.reduce((sum, size) => sum + size, 0));
  });

  it('prints a key, a tab and a value per line in a pipe, lists as several lines', async () => {
    const { run } = await setUp(dockerSave(richImage()));
    const { stdout } = await run(['inspect', 'app.tar']);
    expect(stdout).toContain('name\tapp.tar\n');
    expect(stdout).toContain('env\tPATH=/bin\nenv\tNOTE=a,b\n');
    expect(stdout).toContain('entrypoint\t["/bin/sh","-c"]\n');
    const layers = stdout.split('\n').filter((line) => line.startsWith('layers\t'));
    expect(layers.map((line) => line.split('\t').slice(3))).toEqual([
      ['2048', 'none', 'ADD one'],
      ['2048', 'none', 'RUN two'],
    ]);
  });

  it('is laid out for people on a terminal', async () => {
    const { run } = await setUp(dockerSave(richImage()));
    const { stdout } = await run(['inspect', 'app.tar', '-o', 'table']);
    expect(stdout).toMatch(/^Env: +PATH=\/bin\n +NOTE=a,b$/m);
    expect(stdout).toMatch(/\n\nLayers:\nDIGEST +DIFFID +SIZE +COMPRESSION +CREATED BY\n/);
    expect(stdout).toMatch(/sha256:[0-9a-f]{12} +2 KiB +none +RUN two\n$/);
  });

  it('shows the platforms of an index and the image of one of them', async () => {
    const { show } = await setUp(indexArchive());
    const { row, stderr } = await show('app.tar');
    expect(row).toMatchObject({
      format: 'oci-archive',
      mediaType: 'application/vnd.oci.image.index.v1+json',
      platforms: [{ platform: 'linux/amd64' }, { platform: 'linux/arm64' }],
    });
    expect(stderr).toContain(`This is the image for ${String(row['platform'])}; choose another with --platform\n`);
    const [, arm] = row['platforms'] as { digest: string }[];
    const one = await show('app.tar', '--platform', 'linux/arm64');
    expect(one.row).toMatchObject({ platform: 'linux/arm64', platforms: [], digest: arm?.digest });
    expect(one.stderr).toBe('');
  });

  it('says what an archive leaves out and why', async () => {
    const items = indexArchive();
    const arm = items.find(({ data }) => data?.toString().includes('"architecture":"arm64","config"'))?.name ?? '';
    const { show } = await setUp(without(items, arm));
    const { row } = await show('app.tar');
    expect(row['leftOut']).toEqual([expect.stringMatching(/^the image for linux\/arm64 .* is left out: the config/)]);
    expect(row['platform']).toBe('linux/amd64');
  });

  it('shows what a registry has as what was pushed', async () => {
    const { show, run, registry } = await setUp(dockerSave(richImage()));
    await run(['push', 'app.tar', 'team/app:v1']);
    const [archive, pushed] = [(await show('app.tar')).row, (await show('team/app:v1')).row];
    expect(pushed).toMatchObject({ name: `${registry}/team/app:v1`, format: 'registry', names: [] });
    expect(pushed['digest']).toMatch(/^sha256:/);
    for (const field of ['imageId', 'env', 'labels', 'history', 'created', 'platform']) {
      expect(pushed[field]).toEqual(archive[field]);
    }
  });

  it('reads only the image that it shows of an index in a registry', async () => {
    const { show, run, emulator } = await setUp(indexArchive());
    await run(['push', 'app.tar', 'team/app:v1']);
    const before = (await emulator.calls()).length;
    const { row } = await show('team/app:v1');
    expect(row['platforms']).toHaveLength(2);
    const reads = (await emulator.calls()).slice(before).filter(({ path }) => /\/(manifests|blobs)\//.test(path));
    expect(reads).toHaveLength(3);
  });

  it('shows another image when the index has none for this machine', async () => {
    const layout = createLayout();
    const children = ['s390x', 'ppc64le'].map((architecture) => {
      const platform = { os: 'linux', architecture };
      return addImage(layout, testImage({ texts: [architecture], platform }), { platform });
    });
    const root = addIndex(layout, children);
    const { show, run } = await setUp([...layout.items, ...layoutFiles([root])]);
    await run(['push', 'app.tar', 'team/app:v1']);
    expect((await show('app.tar')).row['platform']).toBe('linux/s390x');
    expect((await show('team/app:v1')).row['platform']).toBe('linux/s390x');
  });

  itWith('skopeo', 'docker-registry')('agrees with skopeo', async () => {
    const { home, show } = await setUp(dockerSave(richImage()));
    const registry = new URL(await startRegistryServer()).host;
    const target = `docker://${registry}/app:v1`;
    await exec('skopeo', ['copy', '--dest-tls-verify=false', `docker-archive:${join(home, 'app.tar')}`, target]);
    const { stdout } = await exec('skopeo', ['inspect', '--tls-verify=false', target]);
    const skopeo = JSON.parse(stdout) as Record<string, unknown>;
    const { row } = await show(`${registry}/app:v1`);
    expect([row['digest'], row['created'], row['env'], row['labels']]).toEqual(
      ['Digest', 'Created', 'Env', 'Labels'].map((field) => skopeo[field]),
    );
    expect((row['layers'] as { digest: string }[]).map(({ digest }) => digest)).toEqual(skopeo['Layers']);
    await exec('skopeo', ['copy', `docker-archive:${join(home, 'app.tar')}`, `oci:${join(home, 'layout')}:v1`]);
    const layout = await runCli(['inspect', 'layout', '--json=format,names'], { cwd: home });
    expect(JSON.parse(layout.stdout)).toEqual({ format: 'oci-layout', names: ['v1'] });
  });
});
