import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../../../src/emulator/emulator.ts';
import { accountEnv } from '../../support/account.ts';
import { dockerSave, sha256, testImage, type TestImage } from '../../support/archives.ts';
import { startTestEmulator } from '../../support/emulator.ts';
import { DOCKER_MANIFEST, registryCalls } from '../../support/registry-calls.ts';
import { runCli } from '../../support/run.ts';
import { tarOf } from '../../support/tar.ts';
import { tempDir } from '../../support/temp-dir.ts';

const before = testImage({ texts: ['base', 'libraries'] });
const after = testImage({ texts: ['base', 'libraries', 'application'] });

/** A registry, and runners that know nothing of each other. */
async function setUp(options: EmulatorOptions = {}) {
  const emulator = await startTestEmulator({ organizations: ['team'], ...options });
  const runner = async () => {
    const home = await tempDir();
    const env = accountEnv(emulator.info, home);
    const cli = (...args: readonly string[]) => runCli(args, { env, cwd: home });
    const push = async (image: TestImage, ...args: readonly string[]) => {
      await writeFile(join(home, 'app.tar'), tarOf(dockerSave(image)));
      const from = (await emulator.calls()).length;
      const result = await cli('push', 'app.tar', ...args, '--json=digest,uploadedBytes');
      const calls = (await emulator.calls()).slice(from);
      // Each blob that goes up ends with one; the config is a blob, too.
      const blobs = calls.filter(({ method, path }) => method === 'PUT' && path.includes('/uploads/')).length;
      expect(result).toMatchObject({ exitCode: 0 });
      const [row] = JSON.parse(result.stdout) as { digest: string; uploadedBytes: number }[];
      return { digest: row?.digest ?? '', uploadedBytes: row?.uploadedBytes ?? -1, blobs };
    };
    return { home, cli, push };
  };
  return { emulator, runner };
}

describe('a push of layers that the registry has', () => {
  it('sends nothing when nothing changed, on a runner that never pushed before', async () => {
    const { runner } = await setUp();
    const first = await (await runner()).push(before, 'team/app:v1');
    const again = await (await runner()).push(before, 'team/app:v1');
    expect(again).toEqual({ digest: first.digest, uploadedBytes: 0, blobs: 0 });
  });

  it('sends nothing of layers that are packed in many parts', async () => {
    const large = testImage({ texts: ['base', 'a long line of a library\n'.repeat(150_000)] });
    const { runner } = await setUp();
    const first = await (await runner()).push(large, 'team/app:v1');
    expect(await (await runner()).push(large, 'team/app:v2')).toEqual({
      digest: first.digest,
      uploadedBytes: 0,
      blobs: 0,
    });
  });

  it('sends only the new layer, also under a new tag', async () => {
    const { runner } = await setUp();
    await (await runner()).push(before, 'team/app:v1');
    const { cli, home, push } = await runner();
    expect((await push(after, 'team/app:v2')).blobs).toBe(2);
    await cli('pull', 'team/app:v2', '-o', join(home, 'back.tar'));
    expect(await cli('diff', 'app.tar', 'back.tar')).toMatchObject({ exitCode: 0 });
  });

  it('takes layers of --cache-from by mounting them', async () => {
    const { runner } = await setUp({ quirks: { 'mount-ignored': false } });
    await (await runner()).push(before, 'team/base:v1');
    const { push } = await runner();
    expect((await push(after, 'team/app:v1', '--cache-from', 'team/base:v1')).blobs).toBe(2);
  });

  it('goes on after a run that was stopped before its manifest', async () => {
    const { runner, emulator } = await setUp();
    const { home, cli, push } = await runner();
    await writeFile(join(home, 'app.tar'), tarOf(dockerSave(before)));
    await emulator.control('faults', { faults: ['403:PUT:/v2/**/manifests/*=@1'] });
    expect((await cli('push', 'app.tar', 'team/app:v1')).exitCode).toBe(4);
    await emulator.control('faults', { faults: [] });
    expect((await push(before, 'team/app:v1')).blobs).toBe(0);
  });
});

describe('a push to a registry or with a cache that lies', () => {
  /** Puts an image into the registry whose config names the layers in another order than its manifest. */
  async function plantLie(url: string, token: string): Promise<void> {
    const calls = registryCalls(url, token);
    const upload = async (bytes: Buffer): Promise<{ digest: string; size: number }> => {
      expect((await calls.upload('team/app', bytes)).status).toBe(201);
      return { digest: `sha256:${sha256(bytes)}`, size: bytes.length };
    };
    const layers = await Promise.all(before.layers.map((layer) => upload(gzipSync(layer))));
    const manifest = {
      schemaVersion: 2,
      mediaType: DOCKER_MANIFEST,
      config: { mediaType: 'application/vnd.docker.container.image.v1+json', ...(await upload(before.config)) },
      layers: layers
        .reverse()
        .map((layer) => ({ mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip', ...layer })),
    };
    const put = await calls.putManifest('team/app', 'v1', DOCKER_MANIFEST, manifest);
    expect(put.status).toBe(201);
  }

  it('pushes the image of the archive, whatever the registry says of its layers', async () => {
    const { runner, emulator } = await setUp();
    await plantLie(emulator.url, await emulator.token(['repository:team/app:pull,push']));
    const { home, cli, push } = await runner();
    await push(before, 'team/app:v1');
    await cli('pull', 'team/app:v1', '-o', join(home, 'back.tar'));
    expect(await cli('check', 'back.tar')).toMatchObject({ exitCode: 0 });
    expect(await cli('diff', 'app.tar', 'back.tar')).toMatchObject({ exitCode: 0 });
  });
});
