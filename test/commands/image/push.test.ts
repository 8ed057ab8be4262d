import { stripVTControlCharacters } from 'node:util';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../../../src/emulator/emulator.ts';
import { accountEnv } from '../../support/account.ts';
import {
  addImage,
  createLayout,
  dockerSave,
  layoutFiles,
  savedManifest,
  sha256,
  testImage,
} from '../../support/archives.ts';
import { startTestEmulator } from '../../support/emulator.ts';
import { runCli, type RunOptions } from '../../support/run.ts';
import { tarOf, type TarItem } from '../../support/tar.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** An emulator with the organization `team`, an archive on disk, and swrctl logged in by environment. */
async function setUp(items: readonly TarItem[] = dockerSave(testImage()), options: EmulatorOptions = {}) {
  const emulator = await startTestEmulator({ organizations: ['team'], ...options });
  const home = await tempDir();
  const archive = join(home, 'app.tar');
  await writeFile(archive, tarOf(items));
  const env = accountEnv(emulator.info, home);
  const run = (args: readonly string[], more: RunOptions = {}) => runCli(args, { env, cwd: home, ...more });
  const tags = async (repository: string): Promise<unknown> =>
    JSON.parse((await run(['tag', 'list', repository, '--json=name'])).stdout || '[]');
  const { registry } = emulator.info;
  return { emulator, home, archive, env, run, tags, registry };
}

/** A docker-archive with two images that share their first layer. */
function twoImages(): TarItem[] {
  const parts = [testImage({ texts: ['base', 'one'] }), testImage({ texts: ['base', 'two'] })];
  const names = [['app:v1', 'g/app:v1'], ['quay.io/coreos/etcd:v3']];
  const files = parts.flatMap(({ config, layers }) => [
    { name: `${sha256(config)}.json`, data: config },
    ...layers.map((layer) => ({ name: `${sha256(layer)}.tar`, data: layer })),
  ]);
  const manifest = parts.map(({ config, layers }, index) => ({
    Config: `${sha256(config)}.json`,
    RepoTags: names[index] ?? null,
    Layers: layers.map((layer) => `${sha256(layer)}.tar`),
  }));
  return [...files, savedManifest(...manifest)];
}

describe('swrctl push', () => {
  it('prints one line per tag on stdout and nothing else', async () => {
    const { run, registry } = await setUp();
    const result = await run(['push', 'app.tar', 'team/app:v1', 'team/app:v2']);
    expect(result).toMatchObject({ exitCode: 0 });
    expect(result.stderr).toMatch(/^Pushed 2 tags: [^\n]*\n$/);
    const [first = '', second = '', end] = result.stdout.split('\n');
    expect(first).toMatch(new RegExp(`^${registry}/team/app:v1@sha256:[0-9a-f]{64}$`));
    expect(second.replace(':v2@', ':v1@')).toBe(first);
    expect(end).toBe('');
  });

  it('gives the same digest for the same image every time', async () => {
    const { run } = await setUp();
    const [a, b] = [await run(['push', 'app.tar', 'team/a:1']), await run(['push', 'app.tar', 'team/b:1'])];
    expect(a.stdout.split('@')[1]).toBe(b.stdout.split('@')[1]);
  });

  it('documents and prints the JSON fields of the contract', async () => {
    const { run } = await setUp();
    const { stdout } = await run(['push', 'app.tar', 'team/app:v1', '-o', 'json']);
    const [row] = JSON.parse(stdout) as Record<string, unknown>[];
    expect(Object.keys(row ?? {})).toEqual([
      'reference',
      'digest',
      'sourceDigest',
      'size',
      'uploadedBytes',
      'platform',
    ]);
    expect(row).toMatchObject({ platform: 'linux/amd64', sourceDigest: null });
  });

  it.each([
    {
      name: 'fills in the default organization',
      args: [],
      org: 'team',
      want: ['team/app:v1', 'g/app:v1', 'coreos/etcd:v3'],
    },
    {
      name: 'replaces the first part with --org',
      args: ['--org', 'team'],
      want: ['team/app:v1', 'team/app:v1', 'team/etcd:v3'],
    },
  ])('$name when images go up under their own names', async ({ args, org, want }) => {
    const { run, env, registry } = await setUp(twoImages());
    for (const name of ['g', 'coreos']) await run(['org', 'add', name]);
    const result = await run(['push', 'app.tar', ...args], { env: { ...env, ...(org ? { SWRCTL_ORG: org } : {}) } });
    expect(result).toMatchObject({ exitCode: 0 });
    const pushed = result.stdout
      .trim()
      .split('\n')
      .map((line) => line.split('@')[0]);
    expect(new Set(pushed)).toEqual(new Set(want.map((name) => `${registry}/${name}`)));
  });

  it.each([
    { name: 'several images and one reference', args: ['team/app:v1'], items: twoImages, say: '--image' },
    {
      name: 'an image without a name and no reference',
      args: [],
      items: () => dockerSave(testImage(), null),
      say: '@0',
    },
    { name: '--all with a reference', args: ['team/app:v1', '--all'], say: '--all' },
    { name: 'a reference with a digest', args: [`team/app@sha256:${'0'.repeat(64)}`], say: 'digest' },
    { name: 'a second archive as reference', args: ['app.tar'], say: 'swrctl push app.tar' },
    { name: 'a name without an organization', args: ['app:v1'], say: 'SWRCTL_ORG' },
    { name: 'upper case', args: ['team/App:v1'], say: 'upper-case' },
    { name: 'an image that is not there', args: ['team/app:v1', '--image', '@7'], say: 'app:v1' },
  ])('refuses $name with exit status 2 before any byte is sent', async ({ args, items, say }) => {
    const { run, emulator } = await setUp(items?.());
    const result = await run(['push', 'app.tar', ...args]);
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toMatch(/^Error: /);
    expect(result.stderr).toContain(say);
    expect((await emulator.calls()).filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('chooses one of several images by name or place', async () => {
    const { run } = await setUp(twoImages());
    const byName = await run(['push', 'app.tar', 'team/x:1', '--image', 'quay.io/coreos/etcd:v3']);
    const byPlace = await run(['push', 'app.tar', 'team/x:2', '--image', '@1']);
    expect(byName.exitCode).toBe(0);
    expect(byPlace.stdout.split('@')[1]).toBe(byName.stdout.split('@')[1]);
  });

  it('makes Docker types of an OCI archive on SWR, says so, and writes the map of digests', async () => {
    const layout = createLayout();
    const entry = addImage(layout, testImage());
    const { run, home } = await setUp([...layout.items, ...layoutFiles([entry])]);
    const map = join(home, 'map.json');
    const result = await run(['push', 'app.tar', 'team/app:v1', '--digest-map', map, '--digest-file', join(home, 'd')]);
    expect(result).toMatchObject({ exitCode: 0 });
    const digest = result.stdout.trim().split('@')[1] ?? '';
    expect(result.stderr).toContain(`was ${entry.digest}, is ${digest}`);
    expect(JSON.parse(await readFile(map, 'utf8'))).toEqual({ [entry.digest]: digest });
    expect(await readFile(join(home, 'd'), 'utf8')).toBe(`${digest}\n`);
    expect((await run(['tag', 'list', 'team/app', '--query', '[0].mediaType'])).stdout).toContain(
      'docker.distribution.manifest.v2',
    );
  });

  it('refuses to move a tag with --no-clobber and with another --if-digest', async () => {
    const { run } = await setUp();
    const { stdout } = await run(['push', 'app.tar', 'team/app:v1']);
    const digest = stdout.trim().split('@')[1] ?? '';
    expect(await run(['push', 'app.tar', 'team/app:v1', '--no-clobber'])).toMatchObject({ exitCode: 0, stdout });
    expect(await run(['push', 'app.tar', 'team/app:v1', '--if-digest', `sha256:${'0'.repeat(64)}`])).toMatchObject({
      exitCode: 6,
    });
    expect(await run(['push', 'app.tar', 'team/app:v1', '--if-digest', digest])).toMatchObject({ exitCode: 0 });
  });

  it('refuses with --no-clobber a tag that holds another image, before a byte is sent', async () => {
    const { run, emulator, home } = await setUp();
    await run(['push', 'app.tar', 'team/app:v1']);
    await writeFile(join(home, 'other.tar'), tarOf(dockerSave(testImage({ texts: ['something else'] }))));
    const from = (await emulator.calls()).length;
    const refused = await run(['push', 'other.tar', 'team/app:v1', '--no-clobber']);
    expect(refused).toMatchObject({ exitCode: 6, stdout: '' });
    expect(refused.stderr).toContain('exists already and holds another image');
    expect((await emulator.calls()).slice(from).filter(({ method }) => !['GET', 'HEAD'].includes(method))).toEqual([]);
  });

  it('refuses with --no-clobber a tag with the same layers packed in another way, and leaves it', async () => {
    const { run } = await setUp();
    const { stdout } = await run(['push', 'app.tar', 'team/app:v1']);
    const repacked = ['push', 'app.tar', 'team/app:v1', '--no-clobber', '--compression-level', '9'];
    expect(await run(repacked)).toMatchObject({ exitCode: 6, stdout: '' });
    expect((await run(['digest', 'team/app:v1'])).stdout.trim()).toBe(stdout.trim().split('@')[1]);
  });

  it('says with --dry-run what would happen to each blob, without a digest that nobody knows yet, and sends nothing', async () => {
    const { run, tags, emulator } = await setUp();
    const dry = await run(['push', 'app.tar', 'team/app:v1', '--dry-run']);
    expect(dry).toMatchObject({ exitCode: 0, stdout: `${emulator.info.registry}/team/app:v1\n` });
    expect(dry.stderr.match(/^ {2}(convert|send) /gm)).toEqual(['  convert ', '  convert ', '  send ']);
    const asJson = await run(['push', 'app.tar', 'team/app:v1', '--dry-run', '--json=digest,uploadedBytes']);
    expect(JSON.parse(asJson.stdout)).toEqual([{ digest: null, uploadedBytes: 0 }]);
    expect(await tags('team/app')).toEqual([]);
    await run(['push', 'app.tar', 'team/app:v1']);
    const again = await run(['push', 'app.tar', 'team/app:v2', '--dry-run']);
    expect(again.stderr.match(/^ {2}(reuse|exists) /gm)).toEqual(['  reuse ', '  reuse ', '  exists ']);
    expect(await tags('team/app')).toEqual([{ name: 'v1' }]);
  });

  it('ends with what was sent, what was there, and how long it took', async () => {
    const { run } = await setUp();
    const first = await run(['push', 'app.tar', 'team/app:v1']);
    expect(first.stderr.trim().split('\n').at(-1)).toMatch(/^Pushed 1 tag: sent \d.* B, reused 0 B, \d+\.\d s$/);
    const again = await run(['push', 'app.tar', 'team/app:v2']);
    expect(again.stderr.trim().split('\n').at(-1)).toMatch(/^Pushed 1 tag: sent 0 B, reused [1-9]\d* B, \d+\.\d s$/);
    expect((await run(['push', 'app.tar', 'team/app:v3', '-q'])).stderr).toBe('');
  });

  it('names blobs by 12 digits on a terminal, and ends with its one line below them', async () => {
    const { run } = await setUp();
    const { stderr } = await run(['push', 'app.tar', 'team/app:v1'], { tty: true, columns: 80 });
    const lines = stripVTControlCharacters(stderr).replaceAll('\r', '').trim().split('\n');
    expect(lines).toContainEqual(expect.stringMatching(/^[0-9a-f]{12} done +\d/));
    expect(lines.at(-1)).toMatch(/^Pushed 1 tag: sent /);
  });

  it('creates the organization and makes the repository public when asked to', async () => {
    const { run } = await setUp();
    const result = await run(['push', 'app.tar', 'fresh/app:v1', '--create-org', '--public']);
    expect(result).toMatchObject({ exitCode: 0 });
    expect(result.stderr).toContain('private → public');
    expect(JSON.parse((await run(['repo', 'list', 'fresh', '--json=public'])).stdout)).toEqual([{ public: true }]);
  });

  it('pushes nothing of an image with an altered layer but says which one it is', async () => {
    const image = testImage();
    const items = dockerSave(image).map((item) =>
      item.name.endsWith('layer.tar') && item.data
        ? { ...item, data: Buffer.from(item.data).fill('x', 512, 515) }
        : item,
    );
    const { run, tags } = await setUp(items);
    const result = await run(['push', 'app.tar', 'team/app:v1']);
    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toMatch(/layer\.tar \(sha256:[0-9a-f]+\) is damaged/);
    expect(await tags('team/app')).toEqual([]);
  });

  it.each([
    { name: 'a wrong key', env: { SWRCTL_SK: 'wrong' }, to: 'team/app:v1', exitCode: 4, say: 'Authenticate Error' },
    {
      name: 'an organization that does not exist',
      env: {},
      to: 'nobody/app:v1',
      exitCode: 5,
      say: 'swrctl org add nobody',
    },
    { name: 'a registry that is not there', env: {}, to: '127.0.0.1:1/team/app:v1', exitCode: 1, say: 'refused' },
  ])('tells $name with cause, hint and exit status $exitCode', async ({ env: change, to, exitCode, say }) => {
    const { run, env } = await setUp();
    const result = await run(['push', 'app.tar', to, '--retries', '0'], { env: { ...env, ...change } });
    expect(result).toMatchObject({ exitCode, stdout: '' });
    expect(result.stderr).toMatch(/^Error: .+\nCause: .+\nHint: .+\n$/);
    expect(result.stderr).toContain(say);
  });

  it('pushes what it can of a batch and ends with exit status 3', async () => {
    const { run, env, tags } = await setUp(twoImages());
    const result = await run(['push', 'app.tar'], { env: { ...env, SWRCTL_ORG: 'team' } });
    expect(result.exitCode).toBe(3);
    expect(await tags('team/app')).toEqual([{ name: 'v1' }]);
    expect(result.stderr).toContain('coreos');
  });
});

describe('swrctl push --compression zstd', () => {
  it.each([
    { name: 'on SWR', args: [], exitCode: 6, say: '--format oci' },
    { name: 'with Docker types', args: ['--format', 'docker'], exitCode: 2, say: 'zstd' },
  ])('is refused $name with exit status $exitCode', async ({ args, exitCode, say }) => {
    const { run } = await setUp();
    const result = await run(['push', 'app.tar', 'team/app:v1', '--compression', 'zstd', ...args]);
    expect(result).toMatchObject({ exitCode, stdout: '' });
    expect(result.stderr).toContain(say);
  });

  it('packs the layers where Node can, and says so clearly where it cannot', async () => {
    const { run } = await setUp();
    const result = await run(['push', 'app.tar', 'team/app:v1', '--compression', 'zstd', '--format', 'oci']);
    if ('createZstdCompress' in zlib) {
      expect(result).toMatchObject({ exitCode: 0 });
      const { stdout } = await run(['manifest', 'team/app:v1']);
      expect(stdout).toContain('application/vnd.oci.image.layer.v1.tar+zstd');
      expect(await run(['diff', 'app.tar', 'team/app:v1'])).toMatchObject({ exitCode: 0 });
    } else {
      expect(result).toMatchObject({ exitCode: 6 });
      expect(result.stderr).toContain('Node 22.15');
    }
  });
});
