import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openAccountShell } from '../../support/account-shell.ts';
import { createLayout, layoutFiles, named, sha256, testImage } from '../../support/archives.ts';
import { itWith } from '../../support/peers.ts';
import { startMemoryRegistry, type Oddity } from '../../support/memory-registry.ts';
import { startRegistryServer } from '../../support/registry-server.ts';
import { sendJson } from '../../support/scripted-server.ts';
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

/** What the CNCF registry says to a manifest with addresses in it. */
const refusesAddresses: Oddity = ({ method, url, body }, response) => {
  if (method !== 'PUT' || !url.includes('/manifests/') || !body.includes('"urls"')) return false;
  sendJson(response, 500, { errors: [{ code: 'UNKNOWN', message: 'unknown error' }] });
  return true;
};

describe('a registry that refuses addresses', () => {
  it('is asked once, and decides at once', async () => {
    const { run } = await setUp(windowsArchive('docker'));
    const registry = await startMemoryRegistry(refusesAddresses);
    expect(await run(['push', 'app.tar', `${registry.host}/a/win:1`])).toMatchObject({ exitCode: 0 });
    const puts = registry.seen.filter(({ method, url }) => method === 'PUT' && url.includes('/manifests/'));
    expect(puts.map(({ body }) => body.includes('"urls"'))).toEqual([true, false]);
  });

  it('is asked once where the user insists', async () => {
    const { run } = await setUp(windowsArchive('docker'));
    const registry = await startMemoryRegistry(refusesAddresses);
    const { exitCode, stderr } = await run(['push', 'app.tar', `${registry.host}/a/win:1`, '--format', 'keep']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('says that it lies elsewhere, which registries may refuse');
    const puts = registry.seen.filter(({ method, url }) => method === 'PUT' && url.includes('/manifests/'));
    expect(puts).toHaveLength(1);
  });

  it.each([
    { name: 'a 500 of somebody else', status: 500, body: 'oops' },
    { name: 'a 503', status: 503, body: '{"errors":[{"code":"UNAVAILABLE"}]}' },
    { name: 'a 429', status: 429, body: '' },
  ])('is not taken for one for $name', async ({ status, body }) => {
    const { run, layersAt } = await setUp(windowsArchive('docker'));
    let count = 0;
    const registry = await startMemoryRegistry(({ method, url }, response) => {
      if (method !== 'PUT' || !url.includes('/manifests/') || count > 0) return false;
      count += 1;
      response.writeHead(status).end(body);
      return true;
    });
    const { exitCode, stderr } = await run(['push', 'app.tar', `${registry.host}/a/win:1`]);
    expect(exitCode).toBe(0);
    expect(stderr).not.toContain('refuses');
    expect((await layersAt(`${registry.host}/a/win:1`))[0]).toEqual([
      KINDS.docker.base,
      ['https://mcr.example.com/base'],
    ]);
  });
});

describe('a copy of an image with a layer of somebody else', () => {
  /** The image in a registry that holds the layer, too, unless it is taken out. */
  async function start(kind: Kind, oddity?: Oddity) {
    const shell = await setUp(windowsArchive(kind));
    const [from, to] = [await startMemoryRegistry(), await startMemoryRegistry(oddity)];
    const source = `${from.host}/a/win:1`;
    expect(await shell.run(['push', 'app.tar', source])).toMatchObject({ exitCode: 0 });
    const digest = (await shell.run(['digest', source])).stdout.trim();
    return { ...shell, from, to, source, target: `${to.host}/b/win:1`, digest };
  }

  it.each(Object.keys(KINDS) as Kind[])('keeps its bytes where the registry takes it: %s', async (kind) => {
    const { run, source, target, digest } = await start(kind);
    expect(await run(['copy', source, target])).toMatchObject({ exitCode: 0, stdout: `${target}@${digest}\n` });
    expect((await run(['digest', target])).stdout.trim()).toBe(digest);
  });

  it.each(Object.keys(KINDS) as Kind[])('becomes one of its own where the registry does not: %s', async (kind) => {
    const { run, source, target, digest, layersAt, to } = await start(kind, refusesAddresses);
    const { exitCode, stderr } = await run(['copy', source, target]);
    expect(exitCode).toBe(0);
    expect(stderr).toContain(`${to.host} refuses layers that lie elsewhere; pushing them as layers like any other\n`);
    expect(stderr).toContain(`The digest changed with the types: was ${digest}, is sha256:`);
    const { own } = KINDS[kind];
    expect(await layersAt(target)).toEqual([
      [own, undefined],
      [own, undefined],
    ]);
    expect(await run(['diff', source, target])).toMatchObject({ exitCode: 0 });
  });

  it.each(['docker', 'oci'] as const)('becomes one of its own on SWR: %s', async (kind) => {
    const { run, source, layersAt } = await start(kind);
    expect(await run(['copy', source, 'team/win:v1'])).toMatchObject({ exitCode: 0 });
    expect(await layersAt('team/win:v1')).toEqual([
      [KINDS.docker.own, undefined],
      [KINDS.docker.own, undefined],
    ]);
  });

  it.each(['registry', 'SWR'])('is refused before anything is sent where nobody has it: %s', async (kind) => {
    const { run, from, to, source, target } = await start('docker');
    from.blobs.delete(`sha256:${sha256(BASE)}`);
    const { exitCode, stderr } = await run(['copy', source, kind === 'SWR' ? 'team/win:v1' : target]);
    expect(stderr).toContain(`Error: The foreign layer sha256:${sha256(BASE)} is neither in the source nor on `);
    expect(exitCode).toBe(1);
    expect(to.seen.filter(({ method }) => method !== 'GET' && method !== 'HEAD')).toEqual([]);
  });

  it('needs no source of it where the target has it', async () => {
    const { run, from, to, source, target, digest } = await start('docker');
    from.blobs.delete(`sha256:${sha256(BASE)}`);
    to.addBlob(BASE);
    expect(await run(['copy', source, target])).toMatchObject({ exitCode: 0, stdout: `${target}@${digest}\n` });
  });

  it('is the same for every tag', async () => {
    const { run, source, target, layersAt, from } = await start('docker', refusesAddresses);
    const image = from.manifests.get('a/win:1');
    if (image !== undefined) from.manifests.set('a/win:2', image);
    const args = ['copy', source.replace(/:1$/, ''), target.replace(/:1$/, ''), '--all-tags'];
    expect(await run(args)).toMatchObject({ exitCode: 0 });
    expect(await layersAt(target.replace(/:1$/, ':2'))).toEqual(await layersAt(target));
  });
});
