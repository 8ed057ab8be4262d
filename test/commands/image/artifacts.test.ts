import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openAccountShell } from '../../support/account-shell.ts';
import {
  addArtifact,
  addImage,
  addIndex,
  createLayout,
  layoutFiles,
  sha256,
  testImage,
  type ArtifactParts,
  type Layout,
  type TestDescriptor,
} from '../../support/archives.ts';
import { itWith } from '../../support/peers.ts';
import { startRegistryServer } from '../../support/registry-server.ts';
import { startServer } from '../../support/scripted-server.ts';
import type { TarItem } from '../../support/tar.ts';

/*
 * What is no container image goes byte for byte to registries that take it, and SWR is not even asked.
 */

const LAYER = gzipSync(testImage().layers[0] ?? '');
const UNKNOWN = { platform: { os: 'unknown', architecture: 'unknown' } };
const LAYER_TYPE = 'application/vnd.oci.image.layer.v1.tar';

const artifact = (parts: ArtifactParts) => (layout: Layout) => addArtifact(layout, parts);

const ARTIFACTS: readonly { name: string; type: string; root: (layout: Layout) => TestDescriptor }[] = [
  {
    name: 'a build cache, an index of layers',
    type: 'application/vnd.buildkit.cacheconfig.v0',
    root: (layout) =>
      addIndex(layout, [
        layout.add(`${LAYER_TYPE}+gzip`, LAYER, { annotations: { 'buildkit/createdat': '2024-05-06' } }),
        layout.add('application/vnd.buildkit.cacheconfig.v0', '{"layers":[{}]}'),
      ]),
  },
  {
    name: 'a build cache, a manifest',
    type: 'application/vnd.buildkit.cacheconfig.v0',
    root: artifact({
      configType: 'application/vnd.buildkit.cacheconfig.v0',
      layer: LAYER,
      layerType: `${LAYER_TYPE}+gzip`,
    }),
  },
  {
    name: 'an index of artifacts',
    type: 'application/spdx+json',
    root: (layout) => addIndex(layout, [addArtifact(layout, { artifactType: 'application/spdx+json' })]),
  },
  {
    name: 'an index of what is for no platform',
    type: 'text/spdx+json',
    root: (layout) =>
      addIndex(layout, [addArtifact(layout, {}, UNKNOWN), addArtifact(layout, { layer: '{"spdx":2}' }, UNKNOWN)]),
  },
  {
    name: 'a Helm chart',
    type: 'application/vnd.cncf.helm.config.v1+json',
    root: artifact({
      ...{ configType: 'application/vnd.cncf.helm.config.v1+json', config: '{"name":"web"}' },
      ...{ layerType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', layer: LAYER },
    }),
  },
  {
    name: 'a signature, which has the config of an image',
    type: 'application/vnd.dev.cosign.simplesigning.v1+json',
    root: artifact({
      ...{
        configType: 'application/vnd.oci.image.config.v1+json',
        config: testImage({ texts: ['x'] }).config.toString(),
      },
      layerType: 'application/vnd.dev.cosign.simplesigning.v1+json',
    }),
  },
  {
    name: 'an SBOM',
    type: 'application/vnd.example.sbom',
    root: artifact({ artifactType: 'application/vnd.example.sbom' }),
  },
  {
    name: 'a WebAssembly module',
    type: 'application/vnd.wasm.config.v0+json',
    root: artifact({
      configType: 'application/vnd.wasm.config.v0+json',
      layer: '\0asm',
      layerType: 'application/wasm',
    }),
  },
  {
    name: 'a file of oras, whose type says tar',
    type: 'application/vnd.unknown.config.v1+json',
    root: artifact({
      configType: 'application/vnd.unknown.config.v1+json',
      layer: 'BZh9 or so',
      layerType: LAYER_TYPE,
    }),
  },
];

async function setUp(root: (layout: Layout) => TestDescriptor) {
  const shell = await openAccountShell();
  const layout = createLayout();
  const { digest } = root(layout);
  const items: TarItem[] = [...layout.items, ...layoutFiles([{ ...root(layout) }])];
  await shell.save('app.tar', items);
  const writes = async (): Promise<string[]> =>
    (await shell.emulator.calls())
      .filter(({ method }) => method !== 'GET' && method !== 'HEAD')
      .map(({ path }) => path);
  return { ...shell, digest, writes };
}

describe('a registry that takes all there is', () => {
  itWith('docker-registry').each(ARTIFACTS)('gets and gives back the same bytes of $name', async ({ root }) => {
    const { run, home, digest } = await setUp(root);
    const registry = new URL(await startRegistryServer()).host;
    expect(await run(['check', 'app.tar', '--to', `${registry}/a/x:1`])).toMatchObject({ exitCode: 0 });
    const pushed = await run(['push', 'app.tar', `${registry}/a/x:1`, '--verify']);
    expect(pushed).toMatchObject({ exitCode: 0, stdout: `${registry}/a/x:1@${digest}\n` });
    const copied = await run(['copy', `${registry}/a/x:1`, `${registry}/b/y:2`]);
    expect(copied).toMatchObject({ exitCode: 0, stdout: `${registry}/b/y:2@${digest}\n` });
    for (const format of ['oci', 'oci-archive']) {
      const pulled = await run(['pull', `${registry}/b/y:2`, '--format', format, '-o', format]);
      expect(pulled).toMatchObject({ exitCode: 0, stdout: `${registry}/b/y:2@${digest}\n` });
    }
    for (const source of ['app.tar', `${registry}/b/y:2`, 'oci', 'oci-archive']) {
      expect((await run(['digest', source])).stdout).toBe(`${digest}\n`);
      expect(`sha256:${sha256((await run(['manifest', source])).stdout)}`).toBe(digest);
      expect(JSON.parse((await run(['inspect', source, '--json'])).stdout)).toMatchObject({ digest, platform: null });
      expect(await run(['diff', 'app.tar', source])).toMatchObject({ exitCode: 0, stderr: 'The same image\n' });
    }
    expect(await readFile(join(home, 'oci/oci-layout'), 'utf8')).toContain('1.0.0');
  });

  itWith('docker-registry')('keeps an artifact that stands beside an image', async () => {
    const { run, digest } = await setUp((layout) =>
      addIndex(layout, [addImage(layout, testImage()), addArtifact(layout)]),
    );
    const registry = new URL(await startRegistryServer()).host;
    expect((await run(['push', 'app.tar', `${registry}/a/x:1`])).stdout).toContain(digest);
  });
});

describe('what cannot hold artifacts', () => {
  itWith('docker-registry').each(ARTIFACTS)('says so before it reads: $name', async ({ root, type }) => {
    const { run } = await setUp(root);
    const registry = new URL(await startRegistryServer()).host;
    await run(['push', 'app.tar', `${registry}/a/x:1`]);
    const pulled = await run(['pull', `${registry}/a/x:1`, '-o', 'out.tar']);
    expect(pulled).toMatchObject({ exitCode: 6, stdout: '' });
    expect(pulled.stderr).toBe(
      `Error: A docker-archive holds container images, not ${type}\nHint: Use --format oci or oci-archive\n`,
    );
    const docker = await run(['push', 'app.tar', `${registry}/a/x:2`, '--format', 'docker']);
    expect(docker.exitCode).toBe(6);
    expect(docker.stderr).toContain(`It is no container image but ${type}, for which there are no Docker types`);
    const platform = await run([
      'pull',
      `${registry}/a/x:1`,
      '--format',
      'oci',
      '-o',
      'out',
      '--platform',
      'linux/amd64',
    ]);
    if (root(createLayout()).mediaType.includes('index')) {
      expect(platform.exitCode).toBe(2);
      expect(platform.stderr).toContain('the source names no platforms\nHint: Leave --platform out\n');
    }
  });
});

describe('SWR', () => {
  it.each(ARTIFACTS)('is not sent $name', async ({ root, type }) => {
    const { run, writes } = await setUp(root);
    const pushed = await run(['push', 'app.tar', 'team/app:v1']);
    expect(pushed).toMatchObject({ exitCode: 6, stdout: '' });
    expect(pushed.stderr).toBe(
      `Error: it is no container image but ${type}, which SWR does not take\n` +
        'Hint: Push it to a registry for artifacts, or let SWR decide with --format keep\n',
    );
    expect(await writes()).toEqual([]);
    const checked = await run(['check', 'app.tar', '--to', 'team/app:v1', '--json']);
    const rows = JSON.parse(checked.stdout) as { level: string; check: string }[];
    expect(rows.filter(({ level }) => level === 'blocker').map(({ check }) => check)).toEqual(['artifact']);
    expect(checked.exitCode).toBe(6);
  });

  itWith('docker-registry')('is not sent artifacts by copy either', async () => {
    const { run, writes, registry: swr } = await setUp(artifact({}));
    const registry = new URL(await startRegistryServer()).host;
    await run(['push', 'app.tar', `${registry}/a/x:1`]);
    const { exitCode, stderr } = await run(['copy', `${registry}/a/x:1`, 'team/app:v1']);
    expect(exitCode).toBe(6);
    expect(stderr).toContain(`It is no container image but text/spdx+json, which ${swr}, an SWR, does not take`);
    expect(await writes()).toEqual([]);
  });

  it('decides when the user insists', async () => {
    const { run, digest } = await setUp(artifact({}));
    const { exitCode, stdout, stderr } = await run(['push', 'app.tar', 'team/app:v1', '--format', 'keep']);
    expect(stderr).toContain('Warning: @0: it is no container image but text/spdx+json, which SWR may refuse');
    expect({ exitCode, stdout: stdout.split('@')[1] }).toEqual({ exitCode: 0, stdout: `${digest}\n` });
  });

  it('gets the image that an artifact stands beside, and the rest is named', async () => {
    let sbom = '';
    const { run } = await setUp((layout) => {
      const extra = addArtifact(layout);
      sbom = extra.digest;
      return addIndex(layout, [addImage(layout, testImage()), extra]);
    });
    const { exitCode, stderr } = await run(['push', 'app.tar', 'team/app:v1']);
    expect(exitCode).toBe(0);
    expect(stderr).toContain(`left out what is no container image: ${sbom}`);
  });
});

describe('a registry that refuses an artifact', () => {
  it('is quoted, and no other types are tried', async () => {
    const { run } = await setUp(artifact({}));
    const server = await startServer(({ method, url }, response) => {
      if (method === 'GET' || method === 'HEAD')
        return void response.writeHead(url.endsWith('/v2/') ? 200 : 404).end('{}');
      if (method === 'POST') return void response.writeHead(202, { location: `${url}up` }).end();
      if (!url.includes('/manifests/')) return void response.writeHead(201).end();
      const errors = [{ code: 'MANIFEST_INVALID', message: 'no artifacts here' }];
      response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ errors }));
    });
    const { exitCode, stderr } = await run(['push', 'app.tar', `${server.host}/a/x:1`]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('it is no container image but text/spdx+json, which this registry does not take');
    expect(stderr).toContain('Hint: Push it to a registry for artifacts\n');
    expect(stderr).not.toContain('Docker types');
    expect(server.seen.filter(({ method, url }) => method === 'PUT' && url.includes('/manifests/'))).toHaveLength(1);
  });
});
