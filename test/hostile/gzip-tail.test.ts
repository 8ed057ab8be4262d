import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { accountEnv } from '../support/account.ts';
import { createLayout, flatArchive, layoutFiles, named, sha256, testImage } from '../support/archives.ts';
import { startTestEmulator } from '../support/emulator.ts';
import { itWith } from '../support/peers.ts';
import { DOCKER_MANIFEST, registryCalls } from '../support/registry-calls.ts';
import { runCli } from '../support/run.ts';
import { tarOf, type TarItem } from '../support/tar.ts';
import { tempDir } from '../support/temp-dir.ts';

const image = testImage({ texts: ['base', 'application'] });

/** What stands behind the end of a gzip stream: Go's reader, and so docker, podman and umoci, stops at each. */
const TAILS: readonly { readonly name: string; readonly tail: Buffer; readonly says: RegExp }[] = [
  { name: 'zeros', tail: Buffer.alloc(512), says: /has bytes behind the end of its gzip stream/ },
  { name: 'text', tail: Buffer.from('garbage!'), says: /has bytes behind the end of its gzip stream/ },
  { name: 'one byte', tail: Buffer.from([0x1f]), says: /has bytes behind the end of its gzip stream/ },
  {
    name: 'a part that is no gzip',
    tail: Buffer.from('28b52ffd', 'hex'),
    says: /has bytes behind the end of its gzip/,
  },
  { name: 'a second part that is cut', tail: gzipSync('more').subarray(0, 14), says: /is damaged: gzip says/ },
  {
    name: 'a second part with a wrong end',
    tail: Buffer.alloc(20, gzipSync('').subarray(0, 12)),
    says: /is damaged: gzip says/,
  },
];

const withTail = (tail: Buffer) => (layer: Buffer) => Buffer.concat([gzipSync(layer), tail]);

const dockerArchive = (tail: Buffer): TarItem[] =>
  flatArchive(image, { layerName: (hex) => `${hex}.tar`, pack: withTail(tail), repoTags: ['team/app:v1'] });

/** Layers under their digests, so that a push need not read them. */
function ociArchive(tail: Buffer): TarItem[] {
  const layout = createLayout();
  const type = 'application/vnd.oci.image';
  const manifest = {
    schemaVersion: 2,
    mediaType: `${type}.manifest.v1+json`,
    config: layout.add(`${type}.config.v1+json`, image.config),
    layers: image.layers.map((layer) => layout.add(`${type}.layer.v1.tar+gzip`, withTail(tail)(layer))),
  };
  const entry = layout.add(manifest.mediaType, JSON.stringify(manifest), named('docker.io/team/app:v1'));
  return [...layout.items, ...layoutFiles([entry])];
}

async function setUp(items: readonly TarItem[]) {
  const emulator = await startTestEmulator({ organizations: ['team'] });
  const home = await tempDir();
  await writeFile(join(home, 'app.tar'), tarOf(items));
  const cli = (...args: readonly string[]) => runCli(args, { env: accountEnv(emulator.info, home), cwd: home });
  return { emulator, cli };
}

describe.each(TAILS)('$name behind the end of a gzip layer', ({ tail, says }) => {
  it.each([
    { kind: 'docker-archive', items: dockerArchive(tail), entry: /[0-9a-f]{64}\.tar / },
    { kind: 'OCI archive', items: ociArchive(tail), entry: /blobs\/sha256\/[0-9a-f]{64} / },
  ])('is a blocker to check and push --verify of a $kind, by the name of its entry', async ({ items, entry }) => {
    const { cli } = await setUp(items);
    const checked = await cli('check', 'app.tar', '--to', 'team');
    expect(checked.exitCode).toBe(6);
    expect(checked.stdout).toMatch(/^blocker\tlayer-content/m);
    expect(checked.stdout).toMatch(entry);
    expect(checked.stdout).toMatch(says);
    const pushed = await cli('push', 'app.tar', 'team/app:v1', '--verify');
    expect(pushed).toMatchObject({ stdout: '', exitCode: 1 });
    expect(pushed.stderr).toMatch(says);
    expect(pushed.stderr).toMatch(entry);
  });

  it('is told by pull --uncompressed, check and diff of what a registry holds', async () => {
    const { cli, emulator } = await setUp(dockerArchive(Buffer.alloc(0)));
    const calls = registryCalls(emulator.url, await emulator.token(['repository:team/app:pull,push']));
    const store = async (bytes: Buffer) => {
      expect((await calls.upload('team/app', bytes)).status).toBe(201);
      return { digest: `sha256:${sha256(bytes)}`, size: bytes.length };
    };
    const type = 'application/vnd.docker.image.rootfs.diff.tar.gzip';
    const layers = [];
    for (const layer of image.layers) layers.push({ mediaType: type, ...(await store(withTail(tail)(layer))) });
    const config = { mediaType: 'application/vnd.docker.container.image.v1+json', ...(await store(image.config)) };
    const manifest = { schemaVersion: 2, mediaType: DOCKER_MANIFEST, config, layers };
    expect((await calls.putManifest('team/app', 'v1', DOCKER_MANIFEST, manifest)).status).toBe(201);

    const checked = await cli('check', 'team/app:v1');
    expect(checked.stdout).toMatch(/^blocker\tlayer-content/m);
    expect(checked.stdout).toMatch(says);
    expect(checked.exitCode).toBe(6);
    const pulled = await cli('pull', 'team/app:v1', '--uncompressed', '-o', 'plain.tar');
    expect(pulled.stderr).toMatch(says);
    expect(pulled.exitCode).toBe(1);
  });
});

describe('a gzip layer', () => {
  it('may have several parts, as eStargz has', async () => {
    const { cli } = await setUp(dockerArchive(Buffer.concat([gzipSync(''), gzipSync('')])));
    expect(await cli('check', 'app.tar', '--to', 'team')).toMatchObject({ exitCode: 0 });
    expect(await cli('push', 'app.tar', 'team/app:v1', '--verify')).toMatchObject({ exitCode: 0 });
  });
});

describe('a zstd layer', () => {
  itWith('zstd').each([
    { name: 'zeros', tail: Buffer.alloc(512) },
    { name: 'text', tail: Buffer.from('garbage!') },
    { name: 'half a frame', tail: Buffer.from('28b52ffd2408', 'hex') },
  ])('with $name behind its end is a blocker to check', async ({ tail }) => {
    const pack = (layer: Buffer) => Buffer.concat([execFileSync('zstd', ['-c'], { input: layer }), tail]);
    const { cli } = await setUp(flatArchive(image, { layerName: (hex) => `${hex}.tar`, pack }));
    const { stdout, exitCode } = await cli('check', 'app.tar', '--to', 'team');
    expect(stdout).toMatch(/^blocker\tlayer-content\t.*[0-9a-f]{64}\.tar is damaged: zstd says/m);
    expect(exitCode).toBe(6);
  });
});
