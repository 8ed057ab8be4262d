import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../../../src/emulator/emulator.ts';
import { openAccountShell, type AccountShell } from '../../support/account-shell.ts';
import { addImage, createLayout, flatArchive, layoutFiles, named, sha256, testImage } from '../../support/archives.ts';
import { startMetadata } from '../../support/metadata-server.ts';
import { startRegistryServer } from '../../support/registry-server.ts';
import { tarOf, type TarItem } from '../../support/tar.ts';

interface PushShell extends AccountShell {
  /** Paths of requests that would change something. */
  readonly writes: () => Promise<string[]>;
}

const IMAGE = testImage();
const packed = (): TarItem[] =>
  flatArchive(IMAGE, { layerName: (hex) => `${hex}.tar.gz`, pack: (layer) => gzipSync(layer) });

/** The same archive with other bytes in one layer, which is still a good gzip file. */
function damaged(): TarItem[] {
  const name = `${sha256(gzipSync(IMAGE.layers[1] ?? ''))}.tar.gz`;
  const data = gzipSync(tarOf([{ name: 'file', data: 'TWO' }]));
  return packed().map((item) => (item.name === name ? { ...item, data } : item));
}

async function setUp(items: readonly TarItem[] = packed(), options: EmulatorOptions = {}): Promise<PushShell> {
  const shell = await openAccountShell(options);
  await shell.save('app.tar', items);
  const writes = async (): Promise<string[]> =>
    (await shell.emulator.calls())
      .filter(({ method }) => method !== 'GET' && method !== 'HEAD')
      .map(({ method, path }) => `${method} ${path}`);
  return { ...shell, writes };
}

function foreignArchive(): TarItem[] {
  const layout = createLayout();
  const manifest = {
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    config: layout.add('application/vnd.docker.container.image.v1+json', IMAGE.config),
    layers: IMAGE.layers.map((layer, index) =>
      layout.add(`application/vnd.docker.image.rootfs.${index === 0 ? 'foreign.' : ''}diff.tar.gzip`, gzipSync(layer)),
    ),
  };
  const root = layout.add(manifest.mediaType, JSON.stringify(manifest), named('team/win:v1'));
  return [...layout.items, ...layoutFiles([root])];
}

/** Nothing on stderr but the last line, which sums up. */
const ONLY_SUM: unknown = expect.stringMatching(/^Pushed \d+ tags?: [^\n]*\n$/);

describe('swrctl push, before the first byte', () => {
  it.each([
    { name: 'a layer over the limit', items: packed, args: ['--limit', 'layer=64B'], say: '2 things stand in the way' },
    { name: 'a foreign layer', items: foreignArchive, args: [], say: 'foreign' },
  ])('refuses $name with exit status 6', async ({ items, args, say }) => {
    const { run, writes } = await setUp(items());
    const result = await run(['push', 'app.tar', 'team/app:v1', ...args]);
    expect(result).toMatchObject({ exitCode: 6, stdout: '' });
    expect(result.stderr).toContain(say);
    expect(await writes()).toEqual([]);
  });

  it('names every blocker, and the first of them in the error', async () => {
    const { run } = await setUp();
    const { stderr } = await run(['push', 'app.tar', 'team/app:v1', '--limit', 'layer=64B']);
    const lines = stderr.split('\n');
    expect(lines.filter((line) => line.startsWith('Blocker: app:v1: the layer '))).toHaveLength(2);
    expect(lines.find((line) => line.startsWith('Error: '))).toMatch(/, the first: the layer .+ more than the 64 B/);
  });

  it('refuses a name without an organization on SWR', async () => {
    const { run, writes, registry } = await setUp();
    const result = await run(['push', 'app.tar', `${registry}/app:v1`]);
    expect(result).toMatchObject({ exitCode: 6, stdout: '' });
    expect(result.stderr).toContain('names no organization');
    expect(await writes()).toEqual([]);
  });

  it('warns of what SWR may refuse, and pushes', async () => {
    const { run } = await setUp();
    const result = await run(['push', 'app.tar', 'team/app:v1', '--limit', 'repository-name=2']);
    expect(result.exitCode).toBe(0);
    expect(result.stderr).toMatch(/^Warning: app:v1: the repository name has 3 characters, more than the 2 /);
  });

  it('warns when two images go to one tag, not when one image has two names', async () => {
    const layout = createLayout();
    const names = ['a/app:v1', 'b/app:v1'];
    const roots = names.map((name, index) => addImage(layout, testImage({ texts: [`${index}`] }), named(name)));
    const { run, save } = await setUp([...layout.items, ...layoutFiles(roots)]);
    expect((await run(['push', 'app.tar', '--org', 'team'])).stderr).toContain(
      'more than one image goes to team/app:v1',
    );
    await save('app.tar', flatArchive(IMAGE, { layerName: (hex) => `${hex}.tar`, repoTags: names }));
    expect(await run(['push', 'app.tar', '--org', 'team'])).toMatchObject({ exitCode: 0, stderr: ONLY_SUM });
  });

  it('does not hold another registry to the limits of SWR', async () => {
    const { run } = await setUp();
    const { host } = new URL(await startRegistryServer());
    const result = await run([
      'push',
      'app.tar',
      `${host}/app:v1`,
      '--limit',
      'layer=64B',
      '--limit',
      'repository-name=1',
    ]);
    expect(result).toMatchObject({ exitCode: 0, stderr: ONLY_SUM });
  });
});

describe('swrctl push --check', () => {
  it('says nothing and pushes where nothing stands in the way', async () => {
    const { run } = await setUp();
    expect(await run(['push', 'app.tar', 'team/app:v1', '--check'])).toMatchObject({ exitCode: 0, stderr: ONLY_SUM });
  });

  it('stops at a blocker of the services without having written anything', async () => {
    const { run, writes } = await setUp();
    const result = await run(['push', 'app.tar', 'nobody/app:v1', '--check']);
    expect(result).toMatchObject({ exitCode: 6, stdout: '' });
    expect(result.stderr).toBe(
      'Error: the organization "nobody" does not exist in cn-north-4\n' +
        'Hint: Create it with: swrctl org add nobody (organizations belong to one region)\n',
    );
    expect(await writes()).toEqual([]);
  });

  it('asks the services with the agency of an ECS where there is no other key', async () => {
    const { emulator, env, run } = await setUp();
    const key = { SWRCTL_AK: '', SWRCTL_SK: '', SWRCTL_METADATA_ENDPOINT: await startMetadata(emulator.info) };
    const push = (to: string) => run(['push', 'app.tar', to, '--check'], { env: { ...env, ...key } });
    const result = await push('nobody/app:v1');
    expect(result).toMatchObject({ exitCode: 6, stdout: '' });
    expect(result.stderr).toContain('the organization "nobody" does not exist');
    expect(await push('team/app:v1')).toMatchObject({ exitCode: 0, stderr: ONLY_SUM });
  });

  it('stops at a quota that a plain push meets only after its layers', async () => {
    const { run, writes } = await setUp(packed(), { quotas: { tag: 1 } });
    await run(['push', 'app.tar', 'team/app:v1']);
    const before = await writes();
    const result = await run(['push', 'app.tar', 'team/app:v2', '--check']);
    expect(result).toMatchObject({ exitCode: 6, stdout: '' });
    expect(result.stderr).toContain('team/app has 1 of 1 tags: there is no room for a new one');
    expect(await writes()).toEqual(before);
  });

  it('prints what else it found on stderr', async () => {
    const { run } = await setUp();
    await run(['push', 'app.tar', 'team/app:v1']);
    const result = await run(['push', 'app.tar', 'team/app:v1', '--check']);
    expect(result).toMatchObject({ exitCode: 0 });
    expect(result.stderr).toMatch(
      /^team\/app:v1 exists: the push moves it from sha256:[0-9a-f]{64}\nPushed 1 tag: [^\n]*\n$/,
    );
  });

  it('takes a missing organization for what --create-org makes', async () => {
    const { run } = await setUp();
    const result = await run(['push', 'app.tar', 'fresh/app:v1', '--check', '--create-org']);
    expect(result).toMatchObject({ exitCode: 0 });
    expect(result.stderr).toContain('does not exist yet: the push creates it');
  });

  it('stops when --create-org has no organization left to make', async () => {
    const { run, writes } = await setUp(packed(), { quotas: { namespace: 1 } });
    const result = await run(['push', 'app.tar', 'fresh/app:v1', '--check', '--create-org']);
    expect(result).toMatchObject({ exitCode: 6 });
    expect(result.stderr).toContain('the account has 1 of 1 organizations');
    expect(await writes()).toEqual([]);
  });
});

describe('swrctl push --verify', () => {
  it('finds a damaged layer that need not be sent, before the first upload', async () => {
    const { run, save, writes } = await setUp();
    expect((await run(['push', 'app.tar', 'team/app:v1'])).exitCode).toBe(0);
    const before = await writes();
    await save('app.tar', damaged());
    const result = await run(['push', 'app.tar', 'team/app:v2', '--verify']);
    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toMatch(/^Error: .+\.tar\.gz .+ is damaged: its digest is sha256:/);
    expect(await writes()).toEqual(before);
  });

  it('pushes what is whole', async () => {
    const { run } = await setUp();
    expect(await run(['push', 'app.tar', 'team/app:v1', '--verify'])).toMatchObject({ exitCode: 0 });
  });
});
