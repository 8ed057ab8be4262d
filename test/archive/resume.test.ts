import { chown, link, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { ArchiveSink } from '../../src/archive/write/archive-sink.ts';
import { createDockerArchive } from '../../src/archive/write/docker-archive-sink.ts';
import { createOciArchive, createOciLayout } from '../../src/archive/write/oci-sink.ts';
import type { OutputOptions } from '../../src/archive/partial/partial-output.ts';
import type { Descriptor } from '../../src/model/descriptor.ts';
import { digestOf } from '../../src/model/digest.ts';
import { buildManifest } from '../../src/model/manifest.ts';
import { DOCKER, layerType } from '../../src/model/media-type.ts';
import { testImage } from '../support/archives.ts';
import { tempDir } from '../support/temp-dir.ts';

const NAME = 'reg.example.com/g/app:v1';
const image = testImage({ texts: ['x'.repeat(200_000), 'y'.repeat(70_000)] });

interface Blob {
  readonly descriptor: Descriptor;
  readonly bytes: Buffer;
}

const blob = (mediaType: string, bytes: Buffer): Blob => ({
  descriptor: { mediaType, digest: digestOf(bytes), size: bytes.length },
  bytes,
});

const config = blob(DOCKER.config, image.config);
const layers = image.layers.map((layer) => blob(layerType('docker', 'none'), layer));
const blobs = [...layers, config];
const [first = config] = layers;

/** Opens bytes and notes down from where; ends with an error before `until`. */
function source(bytes: Buffer, until = Infinity) {
  const offsets: number[] = [];
  const open = (offset = 0): Promise<Readable> => {
    offsets.push(offset);
    return Promise.resolve(Readable.from(piecesOf(bytes, offset, until)));
  };
  return { offsets, open };
}

function* piecesOf(bytes: Buffer, from: number, until: number): Generator<Buffer> {
  for (let at = from; at < bytes.length; at += 10_000) {
    if (at >= until) throw new Error('cut');
    yield bytes.subarray(at, at + 10_000);
  }
}

async function finish(sink: ArchiveSink, parts: readonly Blob[] = blobs): Promise<number[]> {
  const offsets: number[] = [];
  for (const { descriptor, bytes } of parts) {
    const opened = source(bytes);
    await sink.push(descriptor, opened.open);
    offsets.push(...opened.offsets);
  }
  const manifest = buildManifest({
    family: 'docker',
    config: config.descriptor,
    layers: parts.filter((part) => part !== config).map(({ descriptor }) => descriptor),
  });
  await sink.pushManifest(manifest);
  await sink.tag(manifest, NAME);
  await sink.commit();
  return offsets;
}

/** Every file below a path, by name. */
async function contentOf(path: string): Promise<Record<string, string>> {
  if ((await stat(path)).isFile()) return { '': digestOf(await readFile(path)) };
  const names = await readdir(path, { recursive: true });
  const entries = names.map(async (name) => {
    const isFile = (await stat(join(path, name))).isFile();
    return [name, isFile ? digestOf(await readFile(join(path, name))) : 'folder'] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

const descriptorsOf = (parts: readonly Blob[]): Descriptor[] => parts.map(({ descriptor }) => descriptor);

const FORMATS = [
  { format: 'docker-archive', create: createDockerArchive },
  { format: 'oci-archive', create: createOciArchive },
  { format: 'oci-layout', create: createOciLayout },
] as const;

const TAR_FORMATS = FORMATS.slice(0, 2);

type Create = (path: string, options?: OutputOptions) => Promise<ArchiveSink>;

/** What a run that was cut off in the first layer leaves at `out`. */
async function interrupted(create: Create, parts: readonly Blob[] = blobs): Promise<{ path: string; earlier: number }> {
  const path = join(await tempDir(), 'out');
  const sink = await create(path);
  expect(sink.plan(descriptorsOf(parts))).toBe(0);
  const [cut = first] = parts;
  await expect(sink.push(cut.descriptor, source(cut.bytes, 120_000).open)).rejects.toThrow('cut');
  expect(await sink.keep()).toBe(true);
  const again = await create(path);
  const earlier = again.plan(descriptorsOf(parts));
  await again.keep();
  expect(earlier).toBeGreaterThan(0);
  expect(earlier).toBeLessThanOrEqual(120_000);
  return { path, earlier };
}

/** The same archive, made in one go. */
async function whole(create: Create, parts: readonly Blob[] = blobs): Promise<Record<string, string>> {
  const path = join(await tempDir(), 'out');
  const sink = await create(path);
  sink.plan(descriptorsOf(parts));
  await finish(sink, parts);
  return contentOf(path);
}

describe.each(FORMATS)('an interrupted $format', ({ create }) => {
  it('goes on where it stopped, and becomes the same as one made in one go', async () => {
    const { path, earlier } = await interrupted(create);
    const sink = await create(path);
    expect(sink.plan(descriptorsOf(blobs))).toBe(earlier);
    expect(await finish(sink)).toEqual([earlier, 0, 0]);
    expect(await contentOf(path)).toEqual(await whole(create));
    expect(await readdir(join(path, '..'))).toEqual(['out']);
  });

  it('asks for nothing of a blob that is whole', async () => {
    const path = join(await tempDir(), 'out');
    const sink = await create(path);
    sink.plan(descriptorsOf(blobs));
    for (const { descriptor, bytes } of layers) await sink.push(descriptor, source(bytes).open);
    await sink.keep();
    const next = await create(path);
    next.plan(descriptorsOf(blobs));
    expect(await finish(next)).toEqual([0]);
    expect(await contentOf(path)).toEqual(await whole(create));
  });

  it('tells what was there, and counts only what comes', async () => {
    const { path, earlier } = await interrupted(create);
    const sink = await create(path);
    sink.plan(descriptorsOf(blobs));
    const told = { resumed: 0, bytes: 0 };
    await sink.push(first.descriptor, source(first.bytes).open, {
      onResumed: (count) => (told.resumed += count),
      onBytes: (count) => (told.bytes += count),
    });
    expect(told).toEqual({ resumed: earlier, bytes: first.bytes.length - earlier });
    await sink.discard();
  });

  it('is kept again when the next run fails before it begins', async () => {
    const { path, earlier } = await interrupted(create);
    expect(await (await create(path)).keep()).toBe(true);
    const sink = await create(path);
    expect(sink.plan(descriptorsOf(blobs))).toBe(earlier);
    await sink.discard();
  });

  it('is fetched from the beginning when its bytes were lost, and is right in the end', async () => {
    const { path, earlier } = await interrupted(create);
    for (const name of await readdir(`${path}.partial`, { recursive: true })) {
      const file = join(`${path}.partial`, name);
      if ((await stat(file)).size >= earlier) await writeFile(file, Buffer.alloc(50_000), { flag: 'r+' });
    }
    const sink = await create(path);
    sink.plan(descriptorsOf(blobs));
    let restarts = 0;
    const opened = source(first.bytes);
    await sink.push(first.descriptor, opened.open, { onRestart: () => (restarts += 1) });
    expect({ restarts, offsets: opened.offsets }).toEqual({ restarts: 1, offsets: [earlier, 0] });
    await finish(sink);
    expect(await contentOf(path)).toEqual(await whole(create));
  });

  it('begins anew when that was asked for', async () => {
    const { path } = await interrupted(create);
    const sink = await create(path, { resume: false });
    expect(sink.plan(descriptorsOf(blobs))).toBe(0);
    expect(await finish(sink)).toEqual([0, 0, 0]);
  });

  it('is of use for another image with the same layer, and leaves nothing else in it', async () => {
    const { path, earlier } = await interrupted(create);
    const other = [first, blob(layerType('docker', 'none'), Buffer.from('another layer')), config];
    const sink = await create(path);
    expect(sink.plan(descriptorsOf(other))).toBe(earlier);
    await finish(sink, other);
    expect(await contentOf(path)).toEqual(await whole(create, other));
  });

  it('leaves nothing of other layers in another image', async () => {
    const { path } = await interrupted(create);
    const other = [blob(layerType('docker', 'none'), Buffer.from('z'.repeat(513))), config];
    const sink = await create(path);
    expect(sink.plan(descriptorsOf(other))).toBe(0);
    await finish(sink, other);
    expect(await contentOf(path)).toEqual(await whole(create, other));
  });

  it('leaves nothing behind when nothing came in', async () => {
    const path = join(await tempDir(), 'out');
    const sink = await create(path);
    sink.plan(descriptorsOf(blobs));
    await expect(sink.push(first.descriptor, source(first.bytes, 0).open)).rejects.toThrow('cut');
    expect(await sink.keep()).toBe(false);
    expect(await readdir(join(path, '..'))).toEqual([]);
  });

  it('uses what was unpacked whole', async () => {
    const path = join(await tempDir(), 'out');
    const key = { mediaType: 'application/x', label: 'a layer' };
    const sink = await create(path);
    const before = await sink.ingest(key, source(first.bytes).open);
    await expect(sink.ingest({ ...key, label: 'b' }, source(first.bytes, 5).open)).rejects.toThrow('cut');
    await sink.keep();
    const next = await create(path);
    const again = source(first.bytes);
    expect(await next.ingest(key, again.open)).toEqual(before);
    expect(again.offsets).toEqual([]);
    const other = source(first.bytes);
    await next.ingest({ ...key, label: 'b' }, other.open);
    expect(other.offsets).toEqual([0]);
    await next.discard();
  });

  it('is not for two processes at once', async () => {
    const path = join(await tempDir(), 'out');
    const sink = await create(path);
    await expect(create(path)).rejects.toMatchObject({
      code: 'OUTPUT_EXISTS',
      message: expect.stringContaining('is being written by another process') as string,
    });
    await finish(sink);
    expect(await contentOf(path)).toEqual(await whole(create));
  });

  it('is left alone by a process that was thought dead', async () => {
    const { path } = await interrupted(create);
    const owner = { pid: 1, place: 'here', isRunning: () => false };
    const late = await create(path, { owner });
    const sink = await create(path, { owner: { ...owner, pid: 2 } });
    await expect(finish(late)).rejects.toMatchObject({ message: expect.stringContaining('taken over') as string });
    await late.discard();
    await finish(sink);
    expect(await contentOf(path)).toEqual(await whole(create));
  });

  it.skipIf(process.getuid?.() !== 0)("is not looked for in somebody else's folder (needs root)", async () => {
    const path = join(await tempDir(), 'out');
    await mkdir(`${path}.partial`);
    await chown(`${path}.partial`, 12345, 12345);
    await expect(create(path)).rejects.toMatchObject({ code: 'DISK' });
    expect(await readdir(`${path}.partial`)).toEqual([]);
  });
});

describe('an interrupted oci-layout', () => {
  it('gives the old output back when the run died while replacing it', async () => {
    const path = join(await tempDir(), 'out');
    await finish(await createOciLayout(path));
    const before = await contentOf(path);
    await (await createOciLayout(path, { force: true })).push(first.descriptor, source(first.bytes).open);
    await rename(path, join(`${path}.partial`, 'replaced'));
    const owner = { pid: 1, place: 'here', isRunning: () => false };
    for (const name of await readdir(`${path}.partial`)) {
      if (name.startsWith('lock.')) await writeFile(join(`${path}.partial`, name), '7 here 0\n');
    }
    await (await createOciLayout(path, { owner })).discard();
    expect(await contentOf(path)).toEqual(before);
  });
});

describe.each(TAR_FORMATS)('an interrupted $format', ({ create }) => {
  it('is cleaned up when it has its name already', async () => {
    const { path } = await interrupted(create);
    await link(join(`${path}.partial`, 'archive.tar'), path);
    await expect(create(path)).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
    expect(await readdir(join(path, '..'))).toEqual(['out']);
  });

  it('is never written into under another name', async () => {
    const { path } = await interrupted(create);
    const moved = join(path, '../moved');
    await link(join(`${path}.partial`, 'archive.tar'), moved);
    const before = await contentOf(moved);
    await finish(await create(path));
    expect(await contentOf(moved)).toEqual(before);
  });

  it.each(['', '{', '{"version":2,"entries":[]}', '{"version":1,"entries":[{"name":1}]}'])(
    'begins anew when its note says %j',
    async (note) => {
      const { path } = await interrupted(create);
      await writeFile(join(`${path}.partial`, 'state.json'), note);
      const sink = await create(path);
      expect(sink.plan(descriptorsOf(blobs))).toBe(0);
      await finish(sink);
      expect(await contentOf(path)).toEqual(await whole(create));
    },
  );

  it('begins anew when the file is gone', async () => {
    const { path } = await interrupted(create);
    await rm(join(`${path}.partial`, 'archive.tar'));
    const sink = await create(path);
    expect(sink.plan(descriptorsOf(blobs))).toBe(0);
    await finish(sink);
    expect(await contentOf(path)).toEqual(await whole(create));
  });
});
