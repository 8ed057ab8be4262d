import { describe, expect, it } from 'vitest';
import { openAccountShell } from '../../support/account-shell.ts';
import {
  addImage,
  addIndex,
  createLayout,
  layoutFiles,
  testImage,
  type Layout,
  type TestDescriptor,
  type TestPlatform,
} from '../../support/archives.ts';
import { startMemoryRegistry } from '../../support/memory-registry.ts';

/* Indexes in indexes, some of them reached on several ways: what --platform chooses from is the images below. */

const AMD: TestPlatform = { os: 'linux', architecture: 'amd64' };
const ARM: TestPlatform = { os: 'linux', architecture: 'arm64' };
const ARM_V7: TestPlatform = { os: 'linux', architecture: 'arm', variant: 'v7' };
const WINDOWS: TestPlatform = { os: 'windows', architecture: 'amd64', 'os.version': '10.0.17763.1' };

interface Images {
  readonly amd: TestDescriptor;
  readonly arm: TestDescriptor;
  readonly armV7: TestDescriptor;
  readonly win: TestDescriptor;
}

type Graph = (layout: Layout, images: Images) => TestDescriptor;

const GRAPHS: Record<string, Graph> = {
  'one in another': (layout, { amd, arm, armV7, win }) => addIndex(layout, [addIndex(layout, [amd, arm, armV7]), win]),
  'one that is reached twice': (layout, { amd, arm, armV7, win }) => {
    const linux = addIndex(layout, [amd, arm]);
    return addIndex(layout, [linux, addIndex(layout, [linux, armV7]), win, linux]);
  },
  'one per platform, which the outer one states': (layout, { amd, arm, armV7, win }) =>
    addIndex(layout, [
      addIndex(layout, [amd], { platform: AMD }),
      addIndex(layout, [arm], { platform: ARM }),
      addIndex(layout, [addIndex(layout, [armV7])], { platform: ARM_V7 }),
      addIndex(layout, [win], { platform: WINDOWS }),
    ]),
  'an image beside an index that has it, too': (layout, { amd, arm, armV7, win }) =>
    addIndex(layout, [arm, addIndex(layout, [addIndex(layout, [amd, arm, win]), armV7])]),
};

/** The graph in `app.tar`, and as it is at a registry. */
async function setUp(graph: Graph) {
  const shell = await openAccountShell();
  const layout = createLayout();
  const add = (platform: TestPlatform): TestDescriptor =>
    addImage(layout, testImage({ texts: [JSON.stringify(platform)], platform }), { platform });
  const images = { amd: add(AMD), arm: add(ARM), armV7: add(ARM_V7), win: add(WINDOWS) };
  const root = graph(layout, images);
  await shell.save('app.tar', [...layout.items, ...layoutFiles([root])]);
  const registry = await startMemoryRegistry();
  const remote = `${registry.host}/a/app:v1`;
  const pushed = await shell.run(['push', 'app.tar', remote]);
  return { ...shell, images, root, registry, remote, pushed };
}

describe.each(Object.entries(GRAPHS))('an index in an index: %s', (_name, graph) => {
  it('goes to a registry as it is', async () => {
    const { pushed, root, remote, run, registry } = await setUp(graph);
    expect(pushed).toMatchObject({ exitCode: 0, stdout: `${remote}@${root.digest}\n` });
    const other = await startMemoryRegistry();
    const target = `${other.host}/b/app:v1`;
    expect(await run(['copy', remote, target])).toMatchObject({ exitCode: 0, stdout: `${target}@${root.digest}\n` });
    const manifestsOf = (keys: Iterable<string>) =>
      [...keys].filter((key) => key.includes('@')).map((key) => key.slice(6));
    expect(manifestsOf(other.manifests.keys()).sort()).toEqual(manifestsOf(registry.manifests.keys()).sort());
  });

  it.each([
    { platform: 'linux/amd64', image: 'amd' },
    { platform: 'linux/arm64/v8', image: 'arm' },
    { platform: 'linux/arm', image: 'armV7' },
    { platform: 'windows/amd64', image: 'win' },
  ] as const)('has the image for $platform', async ({ platform, image }) => {
    const { run, images, remote } = await setUp(graph);
    const { digest } = images[image];
    for (const source of ['app.tar', remote]) {
      const found = await run(['digest', source, '--platform', platform]);
      expect(found).toMatchObject({ exitCode: 0, stdout: `${digest}\n` });
      const shown = await run(['inspect', source, '--platform', platform, '--query', 'digest']);
      expect(shown.stdout.trim()).toBe(`"${digest}"`);
    }
    const other = await startMemoryRegistry();
    for (const [index, args] of [
      ['push', 'app.tar'],
      ['copy', remote],
    ].entries()) {
      const target = `${other.host}/b/app:${index}`;
      const sent = await run([...args, target, '--platform', platform]);
      expect(sent).toMatchObject({ exitCode: 0 });
      // With one platform left an index is as good as its image.
      expect((await run(['digest', target, '--platform', platform])).stdout.trim()).toBe(digest);
      const others = Object.values(images).filter((one) => one.digest !== digest);
      for (const one of others) expect(other.manifests.has(`b/app@${one.digest}`)).toBe(false);
    }
    const pulled = ['pull', remote, '-o', 'out.tar', '--force', '--platform', platform, '--format', 'oci-archive'];
    expect(await run(pulled)).toMatchObject({ exitCode: 0, stdout: `${remote}@${digest}\n` });
  });

  it('lists each platform once when none fits', async () => {
    const { run, remote } = await setUp(graph);
    for (const source of ['app.tar', remote]) {
      const { stderr, exitCode } = await run(['digest', source, '--platform', 'linux/s390x']);
      expect(exitCode).toBe(2);
      const [, list = ''] = /Choose with --platform: (.*)\n/.exec(stderr) ?? [];
      expect(list.split(', ').sort()).toEqual([
        "'windows(10.0.17763.1)/amd64'",
        ...['linux/amd64', 'linux/arm/v7', 'linux/arm64'],
      ]);
    }
  });

  it('can be chosen from on SWR, too, where all types are those of Docker', async () => {
    const { run } = await setUp(graph);
    expect(await run(['push', 'app.tar', 'team/app:v1'])).toMatchObject({ exitCode: 0 });
    const configs = new Set<string>();
    for (const platform of ['linux/amd64', 'linux/arm64', 'linux/arm/v7', 'windows/amd64']) {
      const { stdout } = await run(['manifest', 'team/app:v1', '--platform', platform]);
      const { mediaType, config } = JSON.parse(stdout) as { mediaType: string; config: { digest: string } };
      expect(mediaType).toBe('application/vnd.docker.distribution.manifest.v2+json');
      configs.add(config.digest);
    }
    expect(configs.size).toBe(4);
  });
});
