import { createHmac } from 'node:crypto';
import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateRawSync, gzipSync, crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gzipMark } from '../../src/content/gzip-mark.ts';
import type { EmulatorOptions } from '../../src/emulator/emulator.ts';
import { accountEnv } from '../support/account.ts';
import { dockerSave, sha256, testImage } from '../support/archives.ts';
import { startTestEmulator, type TestEmulator } from '../support/emulator.ts';
import { DOCKER_MANIFEST, registryCalls } from '../support/registry-calls.ts';
import { runCli } from '../support/run.ts';
import { tarOf } from '../support/tar.ts';
import { tempDir } from '../support/temp-dir.ts';

const image = testImage({ texts: ['base', 'application'] });
const evil = tarOf([{ name: 'file', data: 'evil' }]);

/** gzip whose first 64 KiB are a field of the header: whoever looks at the beginning only sees nothing of the content. */
function longHeaded(content: Buffer): Buffer {
  const header = Buffer.from('1f8b08040000000000ffffff', 'hex');
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(content), 0);
  trailer.writeUInt32LE(content.length, 4);
  return Buffer.concat([header, Buffer.alloc(0xffff), deflateRawSync(content), trailer]);
}

const mark = gzipMark({ packer: 'builtin', level: 1 });

/** Blobs that an attacker offers as the layer `plain`. */
const FORGERIES: Readonly<Record<string, (plain: Buffer) => Buffer>> = {
  'behind a long header, with our mark': () => Buffer.concat([longHeaded(evil), mark]),
  'behind a long header, with the size of the layer': (plain) => {
    const blob = longHeaded(evil);
    blob.writeUInt32LE(plain.length, blob.length - 4);
    return blob;
  },
  'with our mark': () => Buffer.concat([gzipSync(evil), mark]),
  'that begins as the layer does': (plain) => Buffer.concat([gzipSync(plain), gzipSync(evil), mark]),
  'of another packer': () => Buffer.concat([gzipSync(evil), gzipMark({ packer: 'pigz', level: 9 })]),
  'that is no gzip': () => Buffer.from('MZ this is no gzip at all, but long enough to have an end'),
};

/** Puts an image into a repository whose config is that of `image`, and whose layers are not. */
async function plant(emulator: TestEmulator, repository: string, forge: (plain: Buffer) => Buffer): Promise<string[]> {
  const calls = registryCalls(emulator.url, await emulator.token([`repository:${repository}:pull,push`]));
  const store = async (bytes: Buffer) => {
    expect((await calls.upload(repository, bytes)).status).toBe(201);
    return { digest: `sha256:${sha256(bytes)}`, size: bytes.length };
  };
  const layers = await Promise.all(image.layers.map((layer) => store(forge(layer))));
  const put = await calls.putManifest(repository, 'v1', DOCKER_MANIFEST, {
    schemaVersion: 2,
    mediaType: DOCKER_MANIFEST,
    config: { mediaType: 'application/vnd.docker.container.image.v1+json', ...(await store(image.config)) },
    layers: layers.map((layer) => ({ mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip', ...layer })),
  });
  expect(put.status).toBe(201);
  return layers.map(({ digest }) => digest);
}

async function setUp(options: EmulatorOptions = {}) {
  const emulator = await startTestEmulator({ organizations: ['team'], ...options });
  const runner = async (env: Readonly<Record<string, string>> = {}) => {
    const home = await tempDir();
    const cli = (...args: readonly string[]) =>
      runCli(args, { env: { ...accountEnv(emulator.info, home), ...env }, cwd: home });
    await writeFile(join(home, 'app.tar'), tarOf(dockerSave(image)));
    return { home, cli };
  };
  /** The tag holds what the archive holds, by the word of a runner that reads everything. */
  const expectRight = async (reference: string) => {
    const { cli } = await runner();
    expect(await cli('check', reference)).toMatchObject({ exitCode: 0 });
    expect(await cli('pull', reference, '--uncompressed', '-o', 'back.tar')).toMatchObject({ exitCode: 0 });
    expect(await cli('diff', 'app.tar', 'back.tar')).toMatchObject({ exitCode: 0 });
  };
  return { emulator, runner, expectRight };
}

describe('a registry that offers forged layers', () => {
  it.each(Object.keys(FORGERIES))('gets the real ones when its own are forgeries %s', async (name) => {
    const { emulator, runner, expectRight } = await setUp();
    await plant(emulator, 'team/app', FORGERIES[name] ?? gzipSync);
    const { cli } = await runner();
    expect(await cli('push', 'app.tar', 'team/app:v1')).toMatchObject({ exitCode: 0 });
    await expectRight('team/app:v1');
  });

  it('gets the real ones under another tag, and when it is named by --cache-from', async () => {
    const { emulator, runner, expectRight } = await setUp({ quirks: { 'mount-ignored': false } });
    await plant(emulator, 'team/base', () => Buffer.concat([longHeaded(evil), mark]));
    const { cli } = await runner();
    expect(await cli('push', 'app.tar', 'team/app:v1', '--cache-from', 'team/base:v1')).toMatchObject({ exitCode: 0 });
    expect(await cli('push', 'app.tar', 'team/base:v2')).toMatchObject({ exitCode: 0 });
    await expectRight('team/app:v1');
    await expectRight('team/base:v2');
  });

  it('is believed with --reuse trusted, which says so, and not with --verify beside it', async () => {
    const { emulator, runner, expectRight } = await setUp();
    const forged = await plant(emulator, 'team/app', () => Buffer.concat([longHeaded(evil), mark]));
    const { cli } = await runner();
    const trusting = await cli('push', 'app.tar', 'team/app:v2', '--reuse', 'trusted');
    expect(trusting).toMatchObject({ exitCode: 0 });
    expect(trusting.stderr).toMatch(/Warning: layers are taken unread.*--reuse trusted/);
    const manifest = await cli('manifest', 'team/app:v2');
    expect(manifest.stdout).toContain(forged[0]);
    const verifying = await cli('push', 'app.tar', 'team/app:v3', '--reuse', 'trusted', '--verify');
    expect(verifying).toMatchObject({ exitCode: 0 });
    expect(verifying.stderr).toContain(`${forged[0]} in`);
    expect(verifying.stderr).toContain('the layer is sent anew');
    await expectRight('team/app:v3');
  });

  it('is asked nothing about layers with --reuse off', async () => {
    const { emulator, runner } = await setUp();
    const { cli } = await runner();
    await cli('push', 'app.tar', 'team/app:v1');
    const from = (await emulator.calls()).length;
    const again = await cli('push', 'app.tar', 'team/app:v1', '--reuse', 'off', '--json=uploadedBytes');
    const calls = (await emulator.calls()).slice(from);
    expect(calls.filter(({ method, path }) => method === 'GET' && path.includes('/manifests/'))).toEqual([]);
    expect(calls.filter(({ method, path }) => method === 'PATCH' && path.includes('/uploads/'))).toHaveLength(2);
    expect((JSON.parse(again.stdout) as { uploadedBytes: number }[])[0]?.uploadedBytes).toBeGreaterThan(0);
  });
});

describe('a cache folder', () => {
  /** The same archive with layers that are damaged on disk: whoever reads them fails. */
  const damaged = tarOf(
    dockerSave(image).map((item) => {
      const layer = image.layers.find((one) => item.data === one);
      return layer === undefined ? item : { ...item, data: Buffer.from(layer).fill(1, 1024) };
    }),
  );

  it('that was kept is evidence for the same access key on a fresh machine: layers are not read', async () => {
    const { runner } = await setUp();
    const first = await runner();
    const { stdout } = await first.cli('push', 'app.tar', 'team/app:v1');
    const fresh = await runner();
    await cp(join(first.home, 'cache', 'layers'), join(fresh.home, 'cache', 'layers'), { recursive: true });
    await writeFile(join(fresh.home, 'damaged.tar'), damaged);
    expect(await fresh.cli('push', 'damaged.tar', 'team/app:v1')).toMatchObject({ exitCode: 0, stdout });
    expect(await fresh.cli('push', 'damaged.tar', 'team/app:v1', '--verify')).toMatchObject({ exitCode: 1 });
    expect(await fresh.cli('check', 'damaged.tar')).toMatchObject({ exitCode: 6 });
  });

  it('of somebody else is none: layers are read, and those that are there are not sent', async () => {
    const { emulator, runner } = await setUp();
    const first = await runner();
    await first.cli('push', 'app.tar', 'team/app:v1');
    const alice = emulator.info.users.find(({ name }) => name === 'alice');
    await first.cli('perm', 'add', 'team', 'alice=edit');
    const other = await runner({ SWRCTL_AK: alice?.ak ?? '', SWRCTL_SK: alice?.sk ?? '' });
    await cp(join(first.home, 'cache', 'layers'), join(other.home, 'cache', 'layers'), { recursive: true });
    await writeFile(join(other.home, 'damaged.tar'), damaged);
    expect(await other.cli('push', 'damaged.tar', 'team/app:v2')).toMatchObject({ exitCode: 1 });
    const good = await other.cli('push', 'app.tar', 'team/app:v2', '--json=uploadedBytes');
    // Only the config of another tag could be new, and it is the same.
    expect(JSON.parse(good.stdout)).toEqual([{ uploadedBytes: 0 }]);
  });

  it('with forged entries, also of the right length, sends nobody astray', async () => {
    const { emulator, runner, expectRight } = await setUp();
    const forged = await plant(emulator, 'team/app', () => Buffer.concat([longHeaded(evil), mark]));
    const { home, cli } = await runner();
    const size = longHeaded(evil).length + mark.length;
    const lines = image.layers.map((layer, index) => {
      const text = `sha256:${sha256(layer)} gzip-builtin-1 ${forged[index]} ${size}`;
      return `${createHmac('sha256', '').update(text).digest('hex').slice(0, 32)} ${text}\n`;
    });
    await mkdir(join(home, 'cache', 'layers'), { recursive: true });
    const file = emulator.info.registry.replace(/[^A-Za-z0-9.-]/g, '_');
    await writeFile(join(home, 'cache', 'layers', `${file}.txt`), lines.join(''));
    expect(await cli('push', 'app.tar', 'team/app:v9')).toMatchObject({ exitCode: 0 });
    await expectRight('team/app:v9');
  });

  it('holds neither the login key nor anything to try passwords against cheaply', async () => {
    const { emulator, runner } = await setUp();
    const { home, cli } = await runner();
    await cli('push', 'app.tar', 'team/app:v1');
    const folder = join(home, 'cache', 'layers');
    const [file = ''] = await readdir(folder);
    const text = await readFile(join(folder, file), 'utf8');
    const [line = ''] = text.split('\n');
    const [mac = '', ...rest] = line.split(' ');
    const { password } = emulator.login();
    expect(text).not.toContain(password);
    expect(mac).not.toBe(createHmac('sha256', password).update(rest.join(' ')).digest('hex').slice(0, 32));
  });
});

describe('a pull of an image whose layers are not those of its config', () => {
  const plantAndPull = async (...args: readonly string[]) => {
    const { emulator, runner } = await setUp();
    await plant(emulator, 'team/app', () => Buffer.concat([longHeaded(evil), mark]));
    const { home, cli } = await runner();
    const result = await cli('pull', 'team/app:v1', ...args);
    return { result, files: (await readdir(home)).filter((name) => name.startsWith('out')), cli };
  };

  it.each([
    [['--uncompressed', '-o', 'out.tar']],
    [['--verify', '-o', 'out.tar']],
    [['--verify', '--format', 'oci', '-o', 'out']],
    [['--verify', '--format', 'oci-archive', '-o', 'out.tar', '--no-resume']],
    [['--verify', '-o', '-']],
  ])('fails as check does with %j, and leaves nothing', async (args) => {
    const { result, files, cli } = await plantAndPull(...args);
    expect(result).toMatchObject({ exitCode: 1 });
    expect(result.stderr).toContain(`its digest is sha256:${sha256(evil)}`);
    expect(files).toEqual([]);
    expect(await cli('check', 'team/app:v1')).toMatchObject({ exitCode: 6 });
  });

  it('passes --verify when they are right, packed as they are', async () => {
    const { runner } = await setUp();
    const { cli } = await runner();
    await cli('push', 'app.tar', 'team/app:v1');
    expect(await cli('pull', 'team/app:v1', '--verify', '-o', 'out.tar')).toMatchObject({ exitCode: 0 });
    expect(await cli('diff', 'app.tar', 'out.tar')).toMatchObject({ exitCode: 0 });
  });
});
