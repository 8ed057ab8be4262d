import { execFile } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../../../src/emulator/emulator.ts';
import { accountEnv } from '../../support/account.ts';
import {
  addImage,
  addIndex,
  createLayout,
  dockerSave,
  layoutFiles,
  sha256,
  testImage,
} from '../../support/archives.ts';
import { startTestEmulator } from '../../support/emulator.ts';
import { itWith } from '../../support/peers.ts';
import { runCli, type RunOptions } from '../../support/run.ts';
import { tarOf, type TarItem } from '../../support/tar.ts';
import { tempDir } from '../../support/temp-dir.ts';

const run = promisify(execFile);
const image = testImage({ texts: ['one', 'two', 'one'] });
const itWithSkopeo = itWith('skopeo');

/** An emulator that holds `team/app:v1`. */
async function setUp(items: readonly TarItem[] = dockerSave(image), options: EmulatorOptions = {}) {
  const emulator = await startTestEmulator({ organizations: ['team'], ...options });
  const home = await tempDir();
  await writeFile(join(home, 'source'), tarOf(items));
  const env = accountEnv(emulator.info, home);
  const cli = (args: readonly string[], more: RunOptions = {}) =>
    runCli(args, { env, cwd: home, now: () => new Date(), ...more });
  const pushed = await cli(['push', 'source', 'team/app:v1']);
  expect(pushed).toMatchObject({ exitCode: 0 });
  const digest = pushed.stdout.trim().split('@')[1] ?? '';
  const { registry } = emulator.info;
  const faults = (...specs: readonly string[]) => emulator.control('faults', { faults: specs });
  const files = async () =>
    (await readdir(home)).filter((name) => !['source', 'swrctl', 'cache', 'docker'].includes(name));
  return { emulator, home, env, cli, digest, registry, faults, files };
}

/** The files of a tar by the system's own tar. */
async function untar(file: string): Promise<Map<string, Buffer>> {
  const { stdout } = await run('tar', ['tf', file]);
  const read = async (name: string) =>
    (await run('tar', ['xOf', file, name], { encoding: 'buffer', maxBuffer: 1 << 26 })).stdout;
  const names = stdout.trim().split('\n');
  return new Map(await Promise.all(names.map(async (name) => [name, await read(name)] as const)));
}

/** What `docker load` would look at. */
async function savedItems(file: string): Promise<{ Config: string; RepoTags: string[] | null; Layers: string[] }[]> {
  return JSON.parse((await untar(file)).get('manifest.json')?.toString() ?? '') as never;
}

describe('swrctl pull', () => {
  it('writes REPO_TAG.tar with the same config and the full reference, and prints ref@digest', async () => {
    const { cli, home, registry, digest, files } = await setUp();
    const result = await cli(['pull', 'team/app:v1']);
    expect(result).toMatchObject({ exitCode: 0, stdout: `${registry}/team/app:v1@${digest}\n` });
    expect(await files()).toEqual(['app_v1.tar']);
    const [item] = await savedItems(join(home, 'app_v1.tar'));
    expect(item).toMatchObject({ Config: `${sha256(image.config)}.json`, RepoTags: [`${registry}/team/app:v1`] });
    expect(item?.Layers).toHaveLength(3);
    expect(item?.Layers[0]).toBe(item?.Layers[2]);
  });

  it('names a pull by digest after its first 12 digits and gives it no tag', async () => {
    const { cli, home, digest } = await setUp();
    expect(await cli(['pull', `team/app@${digest}`])).toMatchObject({ exitCode: 0 });
    const [item] = await savedItems(join(home, `app_${digest.slice(7, 19)}.tar`));
    expect(item?.RepoTags).toBeNull();
  });

  it('writes the same bytes each time, also to stdout', async () => {
    const { cli, home } = await setUp();
    await cli(['pull', 'team/app:v1', '-o', 'a.tar']);
    await cli(['pull', 'team/app:v1', '-o', 'b.tar']);
    const sink = new PassThrough();
    const chunks: Buffer[] = [];
    sink.on('data', (chunk: Buffer) => chunks.push(chunk));
    const streamed = await cli(['pull', 'team/app:v1', '-o', '-'], { stdout: sink });
    expect(streamed).toMatchObject({ exitCode: 0 });
    const a = await readFile(join(home, 'a.tar'));
    expect((await readFile(join(home, 'b.tar'))).equals(a)).toBe(true);
    expect(Buffer.concat(chunks).length).toBe(a.length);
  });

  it('puts several references into one archive', async () => {
    const { cli, home, registry } = await setUp();
    await cli(['push', 'source', 'team/app:v2']);
    expect(await cli(['pull', 'team/app:v1', 'team/app:v2'])).toMatchObject({ exitCode: 2 });
    expect(await cli(['pull', 'team/app:v1', 'team/app:v2', '-o', 'both.tar'])).toMatchObject({ exitCode: 0 });
    const [item, ...more] = await savedItems(join(home, 'both.tar'));
    expect(item?.RepoTags).toEqual([`${registry}/team/app:v1`, `${registry}/team/app:v2`]);
    expect(more).toEqual([]);
  });

  it('unpacks the layers with --uncompressed', async () => {
    const { cli, home } = await setUp();
    expect(await cli(['pull', 'team/app:v1', '-o', 'plain.tar', '--uncompressed'])).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('plain.tar') as string,
    });
    const files = await untar(join(home, 'plain.tar'));
    for (const layer of image.layers) expect([...files.values()].some((bytes) => bytes.equals(layer))).toBe(true);
  });

  it('does not overwrite an output without --force', async () => {
    const { cli, home } = await setUp();
    await writeFile(join(home, 'app_v1.tar'), 'precious');
    const refused = await cli(['pull', 'team/app:v1']);
    expect(refused).toMatchObject({ exitCode: 6, stdout: '' });
    expect(await readFile(join(home, 'app_v1.tar'), 'utf8')).toBe('precious');
    expect(await cli(['pull', 'team/app:v1', '--force'])).toMatchObject({ exitCode: 0 });
    expect((await stat(join(home, 'app_v1.tar'))).size).toBeGreaterThan(2048);
  });

  it('goes on where a connection broke off', async () => {
    const { cli, faults, emulator } = await setUp();
    await faults('cut@100:GET:/v2/**/blobs/*=@2');
    const result = await cli(['pull', 'team/app:v1']);
    expect(result).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('Wrote') as string });
    expect((await emulator.calls()).some(({ method, status }) => method === 'GET' && status === 206)).toBe(true);
  });

  it('leaves nothing behind when the registry sends other bytes than it promised', async () => {
    const { cli, faults, files } = await setUp();
    await faults('corrupt:GET:/v2/**/blobs/*');
    const result = await cli(['pull', 'team/app:v1', '--retries', '1']);
    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toContain('is damaged');
    expect(await files()).toEqual([]);
  });

  it.each([
    { name: 'a tag that is not there', args: ['team/app:none'], exitCode: 5, say: 'swrctl tag list team/app' },
    { name: 'a folder that is not there', args: ['team/app:v1', '-o', 'no/such/x.tar'], exitCode: 1, say: 'folder' },
    {
      name: 'all platforms in a docker-archive',
      args: ['team/app:v1', '--all-platforms'],
      exitCode: 2,
      say: 'oci-archive',
    },
    {
      name: 'a platform it has not',
      args: ['team/app:v1', '--platform', 'linux/s390x'],
      exitCode: 2,
      say: 'linux/amd64',
    },
    {
      name: 'a layout on stdout',
      args: ['team/app:v1', '-o', '-', '--format', 'oci'],
      exitCode: 2,
      say: 'oci-archive',
    },
  ])('refuses $name with exit status $exitCode', async ({ args, exitCode, say }) => {
    const { cli, files } = await setUp();
    const result = await cli(['pull', ...args]);
    expect(result).toMatchObject({ exitCode, stdout: '' });
    expect(result.stderr).toContain(say);
    expect(await files()).toEqual([]);
  });

  it('does not pour an archive over a terminal', async () => {
    const { cli } = await setUp();
    expect(await cli(['pull', 'team/app:v1', '-o', '-'], { tty: true })).toMatchObject({ exitCode: 2 });
  });

  itWithSkopeo('takes the platform that was asked for, or all of them', async () => {
    const layout = createLayout();
    const platforms = ['amd64', 'arm64'].map((architecture) => ({ os: 'linux', architecture }));
    const entries = platforms.map((platform) =>
      addImage(layout, testImage({ texts: ['base', platform.architecture], platform }), { platform }),
    );
    const root = addIndex(layout, entries);
    const { cli, home } = await setUp([...layout.items, ...layoutFiles([root])]);
    await cli(['pull', 'team/app:v1', '--platform', 'linux/arm64', '-o', 'arm.tar']);
    const { stdout } = await run('skopeo', ['inspect', '--config', `docker-archive:${join(home, 'arm.tar')}`]);
    expect(JSON.parse(stdout)).toMatchObject({ architecture: 'arm64' });
    expect(await cli(['pull', 'team/app:v1', '--all-platforms', '--format', 'oci', '-o', 'all'])).toMatchObject({
      exitCode: 0,
    });
    const raw = await run('skopeo', ['inspect', '--raw', `oci:${join(home, 'all')}:v1`]);
    const index = JSON.parse(raw.stdout) as { mediaType: string; manifests: { platform: unknown }[] };
    expect(index.mediaType).toBe('application/vnd.oci.image.index.v1+json');
    expect(index.manifests.map(({ platform }) => platform)).toEqual(platforms);
  });
});
