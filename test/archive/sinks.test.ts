import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile, readdir, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openArchive, openArchiveStream } from '../../src/archive/read/archive.ts';
import type { ArchiveSink } from '../../src/archive/write/archive-sink.ts';
import { createDockerArchive } from '../../src/archive/write/docker-archive-sink.ts';
import { createOciArchive, createOciLayout } from '../../src/archive/write/oci-sink.ts';
import { checkLayer } from '../../src/content/check-layer.ts';
import type { Descriptor } from '../../src/model/descriptor.ts';
import { digestOf } from '../../src/model/digest.ts';
import { buildIndex, buildManifest, type ImageManifest } from '../../src/model/manifest.ts';
import { DOCKER, layerType } from '../../src/model/media-type.ts';
import { testImage } from '../support/archives.ts';
import { canMount } from '../support/mount.ts';
import { tarOf } from '../support/tar.ts';
import { tempDir } from '../support/temp-dir.ts';

const NAME = 'reg.example.com/g/app:v1';
const image = testImage({ texts: ['one', 'two', 'one', 'x'.repeat(300_000)] });

const blob = (mediaType: string, bytes: Buffer): { descriptor: Descriptor; bytes: Buffer } => ({
  descriptor: { mediaType, digest: digestOf(bytes), size: bytes.length },
  bytes,
});

const config = blob(DOCKER.config, image.config);
const layers = image.layers.map((layer) => blob(layerType('docker', 'gzip'), gzipSync(layer)));
const distinct = [config, ...new Map(layers.map((layer) => [layer.descriptor.digest, layer])).values()];
const manifest = buildManifest({
  family: 'docker',
  config: config.descriptor,
  layers: layers.map(({ descriptor }) => descriptor),
});

const opened = (bytes: Buffer) => (): Promise<Readable> => Promise.resolve(Readable.from([bytes]));

async function store(sink: ArchiveSink, names: readonly string[] = [NAME], order = distinct): Promise<void> {
  await Promise.all(order.map(({ descriptor, bytes }) => sink.push(descriptor, opened(bytes))));
  await sink.pushManifest(manifest);
  for (const name of names) await sink.tag(manifest, name);
  await sink.commit();
}

async function read(path: string) {
  const archive = await openArchive(path);
  onTestFinished(() => archive.close());
  const nodes = await Promise.all(archive.images.map(({ load }) => load()));
  for (const node of nodes) if (node.kind === 'image') await Promise.all(node.layers.map((layer) => checkLayer(layer)));
  return { format: archive.format, names: archive.images.map(({ names }) => names), nodes };
}

const FORMATS = [
  { format: 'docker-archive', create: createDockerArchive },
  { format: 'oci-archive', create: createOciArchive },
  { format: 'oci-layout', create: createOciLayout },
] as const;

describe.each(FORMATS)('a new $format', ({ format, create }) => {
  it('is read by our own reader, under its name, with all its layers', async () => {
    const path = join(await tempDir(), 'out');
    await store(await create(path));
    const found = await read(path);
    expect(found).toMatchObject({ format, names: [[NAME]] });
    expect(found.nodes[0]).toMatchObject({ config: { descriptor: { digest: config.descriptor.digest } } });
    const stored = found.nodes[0]?.kind === 'image' ? found.nodes[0].layers.map(({ size }) => size) : [];
    expect(stored).toEqual(layers.map(({ bytes }) => bytes.length));
  });

  it('has several names, or none for a digest', async () => {
    const folder = await tempDir();
    await store(await create(join(folder, 'two')), [NAME, 'reg.example.com/g/app:v2']);
    await store(await create(join(folder, 'none')), [`reg.example.com/g/app@${manifest.descriptor.digest}`]);
    expect((await read(join(folder, 'two'))).names).toEqual([[NAME, 'reg.example.com/g/app:v2']]);
    expect((await read(join(folder, 'none'))).names).toEqual([[]]);
  });

  it('has no name before it is whole, and leaves nothing beside it', async () => {
    const folder = await tempDir();
    const sink = await create(join(folder, 'out'));
    expect(await readdir(folder)).toEqual(['out.partial']);
    await store(sink);
    expect(await readdir(folder)).toEqual(['out']);
  });

  it('leaves nothing behind when it is given up', async () => {
    const folder = await tempDir();
    const sink = await create(join(folder, 'out'));
    await sink.push(config.descriptor, opened(config.bytes));
    await sink.discard();
    expect(await readdir(folder)).toEqual([]);
  });

  it('refuses altered bytes, and takes the right ones afterwards', async () => {
    const path = join(await tempDir(), 'out');
    const sink = await create(path);
    const altered = Buffer.from(config.bytes).fill('x', 5, 6);
    await expect(sink.push(config.descriptor, opened(altered))).rejects.toMatchObject({ code: 'CONTENT_MISMATCH' });
    expect(await sink.has(config.descriptor)).toBe(false);
    await store(sink);
    expect((await read(path)).nodes).toHaveLength(1);
  });

  it('stores a blob once, also when it comes twice at a time', async () => {
    const sink = await create(join(await tempDir(), 'out'));
    let count = 0;
    const open = (): Promise<Readable> => {
      count += 1;
      return opened(config.bytes)();
    };
    await Promise.all([sink.push(config.descriptor, open), sink.push(config.descriptor, open)]);
    await sink.push(config.descriptor, open);
    expect(count).toBe(1);
    expect(await sink.has(config.descriptor)).toBe(true);
    await sink.discard();
  });

  it('tells how many bytes went in', async () => {
    const sink = await create(join(await tempDir(), 'out'));
    let total = 0;
    await sink.push(config.descriptor, opened(config.bytes), { onBytes: (count) => (total += count) });
    expect(total).toBe(config.bytes.length);
    await sink.discard();
  });

  it('takes blobs whose digest only their end tells', async () => {
    const path = join(await tempDir(), 'out');
    const sink = await create(path);
    const plain = await Promise.all(
      image.layers.map((layer, index) =>
        sink.ingest({ mediaType: layerType('docker', 'none'), label: `layer ${index}` }, opened(layer)),
      ),
    );
    await sink.push(config.descriptor, opened(config.bytes));
    const unpacked = buildManifest({
      family: 'docker',
      config: config.descriptor,
      layers: plain.map((stored) => ({ mediaType: layerType('docker', 'none'), ...stored })),
    });
    await sink.pushManifest(unpacked);
    await sink.tag(unpacked, NAME);
    await sink.commit();
    const [node] = (await read(path)).nodes;
    expect(node?.kind === 'image' && node.layers.map(({ compression }) => compression)).toEqual(Array(4).fill('none'));
  });

  it('does not replace what is there, unless told to', async () => {
    const path = join(await tempDir(), 'out');
    await store(await create(path));
    await expect(create(path)).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
    await store(await create(path, { force: true }), ['new.example.com/g/app:v1']);
    expect((await read(path)).names).toEqual([['new.example.com/g/app:v1']]);
  });

  it('does not replace what somebody put there meanwhile', async () => {
    const folder = await tempDir();
    const [sink, other] = [await create(join(folder, 'out')), await create(join(folder, 'other'))];
    await store(other, ['other.example.com/g/app:v1']);
    await rename(join(folder, 'other'), join(folder, 'out'));
    await expect(store(sink)).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
    await sink.discard();
    expect(await readdir(folder)).toEqual(['out']);
    expect((await read(join(folder, 'out'))).names).toEqual([['other.example.com/g/app:v1']]);
  });

  it('says when its folder does not exist', async () => {
    await expect(create(join(await tempDir(), 'none', 'out'))).rejects.toMatchObject({ code: 'DISK' });
  });

  it('refuses an image whose layers were not stored', async () => {
    const sink = await create(join(await tempDir(), 'out'));
    await sink.push(config.descriptor, opened(config.bytes));
    await expect(sink.pushManifest(manifest)).rejects.toMatchObject({ code: 'FAILED' });
    await sink.discard();
  });
});

const TAR_FORMATS = [
  { format: 'docker-archive', create: createDockerArchive },
  { format: 'oci-archive', create: createOciArchive },
] as const;

describe.each(TAR_FORMATS)('$format', ({ create }) => {
  it('is the same file whichever blob comes first, if they were announced', async () => {
    const folder = await tempDir();
    for (const [name, order] of [
      ['a', distinct],
      ['b', [...distinct].reverse()],
    ] as const) {
      const sink = await create(join(folder, name));
      sink.plan(distinct.map(({ descriptor }) => descriptor));
      await store(sink, [NAME], order);
    }
    expect((await readFile(join(folder, 'a'))).equals(await readFile(join(folder, 'b')))).toBe(true);
  });

  it('keeps one place for a blob that comes under another type than announced', async () => {
    const path = join(await tempDir(), 'out');
    const sink = await create(path);
    sink.plan(distinct.map(({ descriptor }) => ({ ...descriptor, mediaType: layerType('oci', 'zstd') })));
    await store(sink);
    expect((await read(path)).names).toEqual([[NAME]]);
  });

  it('is not finished while something announced is missing', async () => {
    const sink = await create(join(await tempDir(), 'out'));
    sink.plan([...distinct.map(({ descriptor }) => descriptor), { ...config.descriptor, digest: digestOf('never') }]);
    await expect(store(sink)).rejects.toThrow(/was announced but never written/);
    await sink.discard();
  });

  it('is written to a stream with the same bytes, and leaves the stream open', async () => {
    const folder = await tempDir();
    await store(await create(join(folder, 'file')));
    const target = new PassThrough();
    const chunks: Buffer[] = [];
    target.on('data', (chunk: Buffer) => chunks.push(chunk));
    const spoolDir = await tempDir();
    await store(await create(target, { spoolDir }));
    expect(Buffer.concat(chunks).equals(await readFile(join(folder, 'file')))).toBe(true);
    expect(target.writable).toBe(true);
    expect(await readdir(spoolDir)).toEqual([]);
  });

  it('stops a stream at the first wrong byte', async () => {
    const target = new PassThrough().resume();
    const sink = await create(target, { spoolDir: await tempDir() });
    const altered = Buffer.from(config.bytes).fill('x', 5, 6);
    await expect(sink.push(config.descriptor, opened(altered))).rejects.toMatchObject({ code: 'CONTENT_MISMATCH' });
    await expect(store(sink)).rejects.toMatchObject({ code: 'CONTENT_MISMATCH' });
    await sink.discard();
  });

  it('fails when the reader of its stream has gone', async () => {
    const closed = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
    const target = new Writable({ write: (_chunk, _encoding, done) => done(closed) });
    const sink = await create(target, { spoolDir: await tempDir() });
    await expect(store(sink)).rejects.toMatchObject({ code: 'EPIPE' });
    await sink.discard();
  });

  it('writes through a link to what it points to', async () => {
    const folder = await tempDir();
    await writeFile(join(folder, 'real'), 'old');
    await symlink('real', join(folder, 'link'));
    await store(await create(join(folder, 'link'), { force: true }));
    expect((await read(join(folder, 'real'))).names).toEqual([[NAME]]);
    expect((await stat(join(folder, 'real'))).isFile()).toBe(true);
  });
});

/** A file system of 256 KiB. */
async function smallDisk(): Promise<string> {
  const folder = await tempDir();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder]);
  onTestFinished(() => void execFileSync('umount', [folder]));
  return folder;
}

describe.skipIf(!canMount())('a full disk (skipped where none can be mounted)', () => {
  const noise = blob(layerType('docker', 'none'), randomBytes(1_000_000));

  it.each(FORMATS)('is told, and nothing stays of the $format', async ({ create }) => {
    const folder = await smallDisk();
    const sink = await create(join(folder, 'out'));
    const full = { code: 'DISK', message: expect.stringContaining('the disk is full') as unknown };
    await expect(sink.push(noise.descriptor, opened(noise.bytes))).rejects.toMatchObject(full);
    await sink.discard();
    expect(await readdir(folder)).toEqual([]);
  });

  it('is told when a blob of unknown size does not fit', async () => {
    const sink = await createDockerArchive(join(await smallDisk(), 'out'));
    const ingesting = sink.ingest({ mediaType: 'x', label: 'x' }, opened(noise.bytes));
    await expect(ingesting).rejects.toMatchObject({ code: 'DISK' });
    await sink.discard();
  });

  it('is told when standard input does not fit', async () => {
    const spoolDir = await smallDisk();
    const opening = openArchiveStream(Readable.from([tarOf([{ name: 'x', data: noise.bytes }])]), { spoolDir });
    await expect(opening).rejects.toMatchObject({
      code: 'DISK',
      message: expect.stringContaining(spoolDir) as unknown,
      hint: expect.stringContaining('TMPDIR') as unknown,
    });
    expect(await readdir(spoolDir)).toEqual([]);
  });
});

describe('a docker-archive', () => {
  it('holds no index and no artifact', async () => {
    const sink = await createDockerArchive(join(await tempDir(), 'out'));
    await expect(sink.pushManifest(buildIndex('oci', [manifest.descriptor]))).rejects.toMatchObject({
      code: 'REFUSED',
    });
    const chart: ImageManifest = {
      ...manifest,
      config: { ...config.descriptor, mediaType: 'application/vnd.cncf.helm.config.v1+json' },
    };
    await expect(sink.pushManifest(chart)).rejects.toMatchObject({ code: 'REFUSED' });
    await sink.discard();
  });
});

describe('an OCI archive', () => {
  it('keeps an index with its children', async () => {
    const path = join(await tempDir(), 'out');
    const sink = await createOciArchive(path);
    for (const { descriptor, bytes } of distinct) await sink.push(descriptor, opened(bytes));
    await sink.pushManifest(manifest);
    const index = buildIndex('oci', [{ ...manifest.descriptor, platform: { os: 'linux', architecture: 'amd64' } }]);
    await sink.pushManifest(index);
    await sink.tag(index, NAME);
    await sink.commit();
    const [node] = (await read(path)).nodes;
    expect(node?.kind === 'index' && node.index.bytes.equals(index.bytes)).toBe(true);
  });
});
