import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addImage, createLayout, layoutFiles, named, testImage } from '../support/archives.ts';
import { INDEX, imageManifestIn, store, type Entry } from '../support/manifests.ts';
import { startMemoryRegistry, type MemoryRegistry } from '../support/memory-registry.ts';
import { spawnCli } from '../support/run.ts';
import { sendJson } from '../support/scripted-server.ts';
import { tarOf } from '../support/tar.ts';
import { tempDir } from '../support/temp-dir.ts';

/** The program with little memory and little time; one that hangs is killed, which is a failure. */
async function run(...args: readonly string[]) {
  const home = await tempDir();
  return spawnCli(args, { nodeArgs: ['--max-old-space-size=150'], env: { HOME: home }, cwd: home });
}

const indexOf = (manifests: readonly object[]) => ({ schemaVersion: 2, mediaType: INDEX, manifests });

/** Index upon index: each level names the one below `width` times. */
function nest(bottom: Entry, levels: number, width: number, save: (document: object) => Entry): Entry {
  let entry = bottom;
  for (let level = 0; level < levels; level += 1) entry = save(indexOf(Array<Entry>(width).fill(entry)));
  return entry;
}

const inRegistry =
  (registry: MemoryRegistry, repository = 'team/app') =>
  (document: object): Entry =>
    store(registry, repository, document);

/** 64 million ways to one image. */
async function bombArchive(): Promise<string> {
  const layout = createLayout();
  const image = addImage(layout, testImage());
  const root = nest(image, 6, 20, (document) => layout.add(INDEX, JSON.stringify(document)));
  const file = join(await tempDir(), 'bomb.tar');
  await writeFile(file, tarOf([...layout.items, ...layoutFiles([{ ...root, ...named('team/app:v1') }])]));
  return file;
}

describe('an index that names the same child 20 times on 6 levels', () => {
  it.each(['inspect', 'digest', 'manifest', 'check'])('ends in %s of an archive', async (command) => {
    const { exitCode, stdout } = await run(command, await bombArchive());
    expect(exitCode).toBe(0);
    expect(stdout).not.toBe('');
  });

  it('ends in diff, and is the same as itself', async () => {
    const file = await bombArchive();
    expect(await run('diff', file, file)).toMatchObject({ exitCode: 0, stdout: '' });
  });

  it('ends in a dry run', async () => {
    const registry = await startMemoryRegistry();
    const args = ['push', await bombArchive(), `${registry.host}/team/app:v1`, '--dry-run'];
    expect(await run(...args)).toMatchObject({ exitCode: 0 });
    expect(registry.seen.length).toBeLessThan(20);
  });

  it('goes over with one request for each thing that it is made of', async () => {
    const registry = await startMemoryRegistry();
    const { exitCode, stderr } = await run('push', await bombArchive(), `${registry.host}/team/app:v1`);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(registry.asked().filter((line) => line.startsWith('PUT') && line.includes('manifests'))).toHaveLength(7);
    const before = registry.seen.length;
    const copied = await run('copy', `${registry.host}/team/app:v1`, `${registry.host}/b/app:v1`);
    expect(copied.exitCode).toBe(0);
    expect(registry.seen.length - before).toBeLessThan(60);
  });

  it.each([
    ['inspect'],
    ['check'],
    ['pull', '--all-platforms', '--format', 'oci-archive', '-o', 'out.tar'],
    ['pull', '--all-platforms', '--format', 'oci', '-o', 'out'],
  ])('ends in %s of a registry, which is asked for each once', async (...args) => {
    const registry = await startMemoryRegistry();
    const { digest } = nest(store(registry, 'team/app', imageManifestIn(registry)), 6, 20, inRegistry(registry));
    const root = registry.manifests.get(`team/app@${digest}`);
    if (root !== undefined) registry.manifests.set('team/app:v1', root);
    const { exitCode, stderr } = await run(...args, `${registry.host}/team/app:v1`);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(registry.asked().filter((line) => line.startsWith('GET') && line.includes('manifests')).length).toBeLessThan(
      20,
    );
  });
});

describe('an index with more children than any image has', () => {
  /** Every image of it is another one. */
  const fill = async (count: number): Promise<MemoryRegistry> => {
    const registry = await startMemoryRegistry();
    const good = imageManifestIn(registry);
    const children = Array.from({ length: count }, (_, index) =>
      store(registry, 'team/app', { ...good, annotations: { index: String(index) } } as typeof good),
    );
    store(registry, 'team/app', indexOf(children), 'v1');
    return registry;
  };

  it.each([['inspect'], ['check'], ['pull', '--all-platforms', '--format', 'oci', '-o', 'out']])(
    'is refused in %s after a thousand',
    async (...args) => {
      const registry = await fill(3000);
      const { exitCode, stderr } = await run(...args, `${registry.host}/team/app:v1`);
      expect(exitCode).toBe(1);
      expect(stderr).toContain('more than 1000 manifests');
      expect(registry.seen.length).toBeLessThan(2100);
    },
  );

  it('costs a push to such a tag few requests', async () => {
    const registry = await fill(3000);
    const file = join(await tempDir(), 'app.tar');
    const layout = createLayout();
    const image = addImage(layout, testImage(), {}, 'none');
    await writeFile(file, tarOf([...layout.items, ...layoutFiles([image])]));
    const { exitCode, stderr } = await run('push', file, `${registry.host}/team/app:v1`, '--format', 'docker');
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(registry.seen.length).toBeLessThan(400);
  });

  it('costs a push few requests where the tags have no end', async () => {
    let count = 0;
    const registry = await startMemoryRegistry(({ url }, response) => {
      if (!url.includes('/tags/')) return false;
      count += 1;
      sendJson(response, 200, { tags: [`t${count}`] }, { link: `</v2/team/app/tags/list?last=${count}>; rel="next"` });
      return true;
    });
    const file = join(await tempDir(), 'app.tar');
    const layout = createLayout();
    const image = addImage(layout, testImage(), {}, 'none');
    await writeFile(file, tarOf([...layout.items, ...layoutFiles([image])]));
    const { exitCode, stderr } = await run('push', file, `${registry.host}/team/app:v1`, '--format', 'docker');
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(registry.seen.length).toBeLessThan(60);
  });

  it('is refused in an archive', async () => {
    const layout = createLayout();
    const children = Array.from({ length: 1100 }, (_, index) =>
      layout.add(INDEX, JSON.stringify({ ...indexOf([]), annotations: { index: String(index) } })),
    );
    const image = addImage(layout, testImage());
    const root = layout.add(INDEX, JSON.stringify(indexOf([...children, image])), named('team/app:v1'));
    const file = join(await tempDir(), 'app.tar');
    await writeFile(file, tarOf([...layout.items, ...layoutFiles([root])]));
    const { exitCode, stderr } = await run('inspect', file);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('more than 1000 manifests');
  });
});

describe('indexes in indexes', () => {
  it('are followed eight deep and no further', async () => {
    for (const [levels, exitCode] of [
      [8, 0],
      [9, 1],
    ] as const) {
      const registry = await startMemoryRegistry();
      const image = store(registry, 'team/app', imageManifestIn(registry));
      const below = nest(image, levels - 1, 1, inRegistry(registry));
      store(registry, 'team/app', indexOf([below]), 'v1');
      const { exitCode: found, stderr } = await run('inspect', `${registry.host}/team/app:v1`);
      expect({ levels, found, stderr }).toMatchObject({ found: exitCode });
    }
  });

  it('that claim to lead back to themselves end', async () => {
    const registry = await startMemoryRegistry();
    const claimed = { mediaType: INDEX, digest: `sha256:${'a'.repeat(64)}`, size: 300 };
    const bytes = Buffer.from(JSON.stringify(indexOf([claimed, claimed])));
    registry.manifests.set('team/app:v1', { bytes, type: INDEX });
    registry.manifests.set(`team/app@${claimed.digest}`, { bytes, type: INDEX });
    const { exitCode, stderr } = await run('inspect', `${registry.host}/team/app:v1`);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('is damaged');
    expect(registry.seen.length).toBeLessThan(10);
  });

  it('that lead back to themselves in an archive end', async () => {
    const claimed = { mediaType: INDEX, digest: `sha256:${'a'.repeat(64)}`, size: 0 };
    const body = JSON.stringify(indexOf([claimed]));
    const sized = { ...claimed, size: body.length };
    const items = [{ name: `blobs/sha256/${'a'.repeat(64)}`, data: body }, ...layoutFiles([sized])];
    const file = join(await tempDir(), 'app.tar');
    await writeFile(file, tarOf(items));
    const { exitCode, stderr } = await run('inspect', file);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('was altered');
  });
});

describe('what is large in itself', () => {
  it('ends where entries and layers multiply', async () => {
    const registry = await startMemoryRegistry();
    const good = imageManifestIn(registry);
    const layers = Array.from({ length: 20_000 }, () => good.layers[0]);
    const image = store(registry, 'team/app', { ...good, layers } as typeof good);
    store(registry, 'team/app', indexOf(Array<Entry>(20_000).fill(image)), 'v1');
    const { exitCode, stderr } = await run('inspect', `${registry.host}/team/app:v1`);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  });

  it('is refused when manifests and configs together have more than 32 MiB', async () => {
    const registry = await startMemoryRegistry();
    const good = imageManifestIn(registry);
    const children = Array.from({ length: 12 }, (_, index) =>
      store(registry, 'team/app', { ...good, annotations: { index: `${index}`.padEnd(3_500_000) } } as typeof good),
    );
    store(registry, 'team/app', indexOf(children), 'v1');
    const { exitCode, stderr } = await run('check', `${registry.host}/team/app:v1`);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('bytes');
  });

  it('is refused when it is nested 10,000 deep', async () => {
    const registry = await startMemoryRegistry();
    const image = testImage();
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    const config = Buffer.from(image.config.toString().replace('{', `{"deep":${deep},`));
    store(registry, 'team/app', imageManifestIn(registry, { ...image, config }), 'v1');
    const { exitCode, stderr } = await run('diff', `${registry.host}/team/app:v1`, `${registry.host}/team/app:v1`);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('nested more than 100 levels deep');
  });
});
