import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openAccountShell } from '../../support/account-shell.ts';
import { createLayout, layoutFiles, named, sha256, testImage } from '../../support/archives.ts';
import { itWith } from '../../support/peers.ts';
import { startRegistryServer } from '../../support/registry-server.ts';
import type { TarItem } from '../../support/tar.ts';

/*
 * Layers that say they lie at their vendor's, and what becomes of them where the archive holds them all the same.
 */

const IMAGE = testImage();
const BASE = gzipSync(IMAGE.layers[0] ?? '');
const BASE_NAME = `blobs/sha256/${sha256(BASE)}`;
const OCI = 'application/vnd.oci.image';
const DOCKER = 'application/vnd.docker';

const KINDS = {
  docker: {
    ...{ manifest: `${DOCKER}.distribution.manifest.v2+json`, config: `${DOCKER}.container.image.v1+json` },
    ...{ own: `${DOCKER}.image.rootfs.diff.tar.gzip`, base: `${DOCKER}.image.rootfs.foreign.diff.tar.gzip` },
  },
  oci: {
    ...{ manifest: `${OCI}.manifest.v1+json`, config: `${OCI}.config.v1+json` },
    ...{ own: `${OCI}.layer.v1.tar+gzip`, base: `${OCI}.layer.nondistributable.v1.tar+gzip` },
  },
  plain: {
    ...{ manifest: `${OCI}.manifest.v1+json`, config: `${OCI}.config.v1+json` },
    ...{ own: `${OCI}.layer.v1.tar+gzip`, base: `${OCI}.layer.v1.tar+gzip` },
  },
} as const;

type Kind = keyof typeof KINDS;

/** An image on a base that lies elsewhere, as the manifest says. */
function windowsArchive(kind: Kind, { isHere = true, urls = ['https://mcr.example.com/base'] } = {}): TarItem[] {
  const types = KINDS[kind];
  const layout = createLayout();
  const layers = IMAGE.layers.map((layer, index) =>
    index === 0
      ? { ...layout.add(types.base, BASE), ...(urls.length > 0 ? { urls } : {}) }
      : layout.add(types.own, gzipSync(layer)),
  );
  const config = layout.add(types.config, IMAGE.config);
  const manifest = JSON.stringify({ schemaVersion: 2, mediaType: types.manifest, config, layers });
  const root = layout.add(types.manifest, manifest, named('team/win:v1'));
  return [...layout.items.filter(({ name }) => isHere || name !== BASE_NAME), ...layoutFiles([root])];
}

async function setUp(items: readonly TarItem[]) {
  const shell = await openAccountShell();
  await shell.save('app.tar', items);
  const layersAt = async (reference: string): Promise<unknown[]> =>
    (
      JSON.parse((await shell.run(['manifest', reference])).stdout) as {
        layers: { mediaType: string; urls?: unknown }[];
      }
    ).layers.map(({ mediaType, urls }) => [mediaType, urls]);
  return { ...shell, layersAt };
}

/** The CNCF registry as it comes refuses addresses, and says no more than 500. */
const LENIENT = { validation: { manifests: { urls: { allow: ['.*'] } } } };

describe('a layer of somebody else that the archive holds', () => {
  itWith('docker-registry').each(Object.keys(KINDS) as Kind[])(
    'goes up like any other where the registry refuses addresses: %s',
    async (kind) => {
      const { run, layersAt } = await setUp(windowsArchive(kind));
      const registry = new URL(await startRegistryServer()).host;
      const { exitCode, stderr } = await run(['push', 'app.tar', `${registry}/a/win:1`, '--retries', '0']);
      expect(stderr).toContain(
        `${registry} refuses layers that lie elsewhere; pushing them as layers like any other\n`,
      );
      expect(exitCode).toBe(0);
      const { own } = KINDS[kind];
      expect(await layersAt(`${registry}/a/win:1`)).toEqual([
        [own, undefined],
        [own, undefined],
      ]);
      expect(await run(['diff', 'app.tar', `${registry}/a/win:1`])).toMatchObject({ exitCode: 0 });
    },
  );

  itWith('docker-registry').each(['docker', 'oci'] as const)(
    'keeps its bytes where the registry takes it: %s',
    async (kind) => {
      const { run, layersAt } = await setUp(windowsArchive(kind));
      const registry = new URL(await startRegistryServer(LENIENT)).host;
      const { exitCode, stderr } = await run(['push', 'app.tar', `${registry}/a/win:1`]);
      expect(exitCode).toBe(0);
      expect(stderr).not.toContain('refuses');
      const [base] = await layersAt(`${registry}/a/win:1`);
      expect(base).toEqual([KINDS[kind].base, ['https://mcr.example.com/base']]);
    },
  );

  itWith('docker-registry')('is named when the user insists on the types', async () => {
    const { run } = await setUp(windowsArchive('docker'));
    const registry = new URL(await startRegistryServer()).host;
    const args = ['push', 'app.tar', `${registry}/a/win:1`, '--format', 'keep', '--retries', '0'];
    const { exitCode, stderr } = await run(args);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`the layer ${BASE_NAME} says that it lies elsewhere, which registries may refuse`);
    expect(stderr).toContain('Hint: Leave --format out: then it goes up as a layer like any other\n');
  });

  it.each(['docker', 'oci'] as const)('goes up like any other to SWR: %s', async (kind) => {
    const { run, layersAt } = await setUp(windowsArchive(kind));
    const { exitCode, stderr } = await run(['push', 'app.tar', 'team/win:v1']);
    expect(stderr).toContain('its content is here, so SWR gets it as a layer like any other');
    expect(exitCode).toBe(0);
    expect(await layersAt('team/win:v1')).toEqual([
      [KINDS.docker.own, undefined],
      [KINDS.docker.own, undefined],
    ]);
  });

  it('is known to check', async () => {
    const { run } = await setUp(windowsArchive('docker'));
    const rows = async (...args: string[]) =>
      (JSON.parse((await run(['check', 'app.tar', '--json', ...args])).stdout) as { level: string; check: string }[])
        .filter(({ check }) => check === 'foreign-layer')
        .map(({ level }) => level);
    expect(await rows('--to', 'team')).toEqual(['warning']);
    expect(await rows('--to', '127.0.0.1:1/a/win:1')).toEqual(['info']);
  });

  it('is read by check', async () => {
    const items = windowsArchive('docker').map((item) =>
      item.name === BASE_NAME ? { ...item, data: Buffer.from(BASE).fill(1, 20, 30) } : item,
    );
    const { run } = await setUp(items);
    const { stdout, exitCode } = await run(['check', 'app.tar', '--to', 'team', '--json']);
    expect(stdout).toContain('"layer-content"');
    expect(exitCode).toBe(6);
  });
});

describe('a layer of somebody else that the archive does not hold', () => {
  itWith('docker-registry')('is asked for before anything is sent', async () => {
    const { run } = await setUp(windowsArchive('docker', { isHere: false }));
    const registry = new URL(await startRegistryServer(LENIENT)).host;
    const { exitCode, stderr } = await run(['push', 'app.tar', `${registry}/a/win:1`]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`Error: The foreign layer ${BASE_NAME} is neither in the source nor on ${registry}\n`);
    expect(stderr).not.toContain('docker save');
    expect(await run(['inspect', `${registry}/a/win:1`])).toMatchObject({ exitCode: 5 });
  });

  itWith('docker-registry')('is no obstacle where the registry has it', async () => {
    const { run, save } = await setUp(windowsArchive('docker'));
    const registry = new URL(await startRegistryServer(LENIENT)).host;
    await run(['push', 'app.tar', `${registry}/a/win:1`]);
    await save('app.tar', windowsArchive('docker', { isHere: false }));
    expect(await run(['push', 'app.tar', `${registry}/a/win:2`])).toMatchObject({ exitCode: 0 });
  });

  it('is a blocker for SWR, and a warning elsewhere', async () => {
    const { run } = await setUp(windowsArchive('oci', { isHere: false }));
    const rows = async (to: string) =>
      (JSON.parse((await run(['check', 'app.tar', '--json', '--to', to])).stdout) as { level: string; check: string }[])
        .filter(({ check }) => check === 'foreign-layer')
        .map(({ level }) => level);
    expect(await rows('team')).toEqual(['blocker']);
    expect(await rows('127.0.0.1:1/a/win:1')).toEqual(['warning']);
    expect(await run(['push', 'app.tar', 'team/win:v1'])).toMatchObject({ exitCode: 6 });
  });
});
