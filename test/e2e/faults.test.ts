import { randomBytes } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../../src/emulator/emulator.ts';
import { accountEnv } from '../support/account.ts';
import { dockerSave, sha256, type TestImage } from '../support/archives.ts';
import { startTestEmulator } from '../support/emulator.ts';
import { runCli } from '../support/run.ts';
import { tarOf } from '../support/tar.ts';
import { tempDir } from '../support/temp-dir.ts';

/** An image whose layers are large enough to be sent while they are packed and cut in the middle, and do not shrink. */
function bulkyImage(): TestImage {
  const layers = [1, 2].map((index) => tarOf([{ name: `file${index}`, data: randomBytes(1_200_000) }]));
  const diffIDs = layers.map((layer) => `sha256:${sha256(layer)}`);
  const config = { os: 'linux', architecture: 'amd64', rootfs: { type: 'layers', diff_ids: diffIDs } };
  return { config: Buffer.from(JSON.stringify(config)), layers };
}

async function setUp(options: EmulatorOptions = {}) {
  const emulator = await startTestEmulator({ organizations: ['team'], ...options });
  const home = await tempDir();
  await writeFile(join(home, 'app.tar'), tarOf(dockerSave(bulkyImage())));
  const env = accountEnv(emulator.info, home);
  const cli = (...args: readonly string[]) => runCli(args, { env, cwd: home });
  const faults = (...specs: readonly string[]) => emulator.control('faults', { faults: specs });
  /** Pulls what was pushed, without faults, and compares it with the archive. */
  const expectSameImage = async (): Promise<void> => {
    await faults();
    expect(await cli('pull', 'team/app:v1', '-o', 'back.tar', '--force')).toMatchObject({ exitCode: 0 });
    expect(await cli('diff', 'app.tar', 'back.tar')).toMatchObject({ exitCode: 0 });
  };
  return { emulator, home, cli, faults, expectSameImage };
}

const UPLOAD = '/v2/**/blobs/uploads/**';

describe('a push survives', () => {
  it.each([
    { name: 'a reset while a layer goes up', fault: `reset:PATCH:${UPLOAD}=@1` },
    { name: 'a reset when the upload is opened', fault: `reset:POST:${UPLOAD}=@1` },
    { name: 'a lost answer to the closing PUT', fault: `reset:PUT:${UPLOAD}=@1` },
    { name: 'a lost answer to the manifest', fault: 'reset:PUT:/v2/**/manifests/*=@1' },
    { name: 'a cut answer of the token server', fault: 'cut@10:GET:/swr/auth/**=@1' },
    { name: 'a token that ends in the middle', fault: `401:PATCH:${UPLOAD}=@1` },
    { name: 'a token that ends before the closing PUT', fault: `401:PUT:${UPLOAD}=@1` },
    { name: '429', fault: `429:PATCH:${UPLOAD}=@1` },
    { name: '503 at every kind of request', fault: '503=@3' },
    { name: '500 at the closing PUT', fault: `500:PUT:${UPLOAD}=@1` },
    { name: '502 at a HEAD', fault: '502:HEAD=@2' },
    { name: '504 at the manifest', fault: '504:PUT:/v2/**/manifests/*=@1' },
    { name: 'a session that is gone', fault: `404:PATCH:${UPLOAD}=@1` },
    { name: 'a disputed offset', fault: `416:PATCH:${UPLOAD}=@1` },
    { name: 'a stall', fault: `stall:PATCH:${UPLOAD}=@1`, args: ['--timeout', '1s'] },
    { name: 'one request in five that is reset', fault: 'reset=20%' },
  ])('$name', { timeout: 120_000 }, async ({ fault, args = [] }) => {
    const { cli, faults, expectSameImage } = await setUp();
    await faults(fault);
    expect(await cli('push', 'app.tar', 'team/app:v1', '--retries', '8', ...args)).toMatchObject({ exitCode: 0 });
    await expectSameImage();
  });

  it.each([
    { quirk: 'short-token' as const },
    { quirk: 'no-digest-header' as const },
    { quirk: 'blob-redirect' as const },
    { quirk: 'chunk-refused' as const },
    { quirk: 'oci-manifest-refused' as const },
    { quirk: 'zstd-refused' as const },
    { quirk: 'html-errors' as const },
  ])('the quirk $quirk', async ({ quirk }) => {
    const { cli, expectSameImage } = await setUp({ quirks: { [quirk]: true } });
    expect(await cli('push', 'app.tar', 'team/app:v1')).toMatchObject({ exitCode: 0 });
    await expectSameImage();
  });
});

describe('a push that cannot go on', () => {
  it.each([
    { name: 'is denied', fault: `403:POST:${UPLOAD}`, exitCode: 4 },
    { name: 'is throttled to the end', fault: `503:POST:${UPLOAD}`, exitCode: 7 },
    { name: 'meets a broken server', fault: `500:PUT:/v2/**/manifests/*`, exitCode: 1 },
    { name: 'is cut every time', fault: `reset:PATCH:${UPLOAD}`, exitCode: 1 },
  ])('$name: one clear error, exit status $exitCode, no tag', async ({ fault, exitCode }) => {
    const { cli, faults } = await setUp();
    await faults(fault);
    const result = await cli('push', 'app.tar', 'team/app:v1', '--retries', '1');
    expect(result).toMatchObject({ exitCode, stdout: '' });
    expect(result.stderr).toMatch(/^(.+\n)*Error: .+\n(Cause: .+\n)?Hint: .+\n$/);
    await faults();
    expect(await cli('digest', 'team/app:v1')).toMatchObject({ exitCode: 5 });
    expect(await cli('push', 'app.tar', 'team/app:v1')).toMatchObject({ exitCode: 0 });
  });
});

describe('a pull survives', () => {
  const BLOBS = '/v2/**/blobs/*';
  it.each([
    { name: 'a cut in the middle of a layer', fault: `cut@300000:GET:${BLOBS}=@2` },
    { name: 'a reset', fault: `reset:GET:${BLOBS}=@2` },
    { name: 'a stall', fault: `stall:GET:${BLOBS}=@1`, args: ['--timeout', '1s'] },
    { name: 'a manifest that breaks off', fault: 'cut@100:GET:/v2/**/manifests/*=@1' },
    { name: '503 with every second answer', fault: '503=@4' },
    { name: 'a token that is no longer taken', fault: `401:GET:${BLOBS}=@1` },
  ])('$name', { timeout: 120_000 }, async ({ fault, args = [] }) => {
    const { cli, faults, home } = await setUp();
    await cli('push', 'app.tar', 'team/app:v1');
    await faults(fault);
    const result = await cli('pull', 'team/app:v1', '-o', 'back.tar', '--retries', '8', ...args);
    expect(result).toMatchObject({ exitCode: 0 });
    expect(await cli('diff', 'app.tar', 'back.tar')).toMatchObject({ exitCode: 0 });
    expect((await readdir(home)).filter((name) => name.includes('.partial'))).toEqual([]);
  });

  it('nothing that is not what it should be: an altered blob leaves no file', async () => {
    const { cli, faults, home } = await setUp();
    await cli('push', 'app.tar', 'team/app:v1');
    await faults(`corrupt:GET:${BLOBS}`);
    const result = await cli('pull', 'team/app:v1', '-o', 'back.tar');
    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toContain('is damaged');
    expect((await readdir(home)).filter((name) => name.startsWith('back'))).toEqual([]);
  });
});
