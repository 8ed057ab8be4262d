// Entries so large that a thread hashes them from the file while they are written.
import { createHash, randomBytes } from 'node:crypto';
import { open, readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createDockerArchive } from '../../src/archive/write/docker-archive-sink.ts';
import { hashFile } from '../../src/content/hash-file.ts';
import { digestOf } from '../../src/model/digest.ts';
import { buildManifest } from '../../src/model/manifest.ts';
import { DOCKER, layerType } from '../../src/model/media-type.ts';
import { tempDir } from '../support/temp-dir.ts';

const MIB = 1024 * 1024;
const PIECE = 300_000;
const large = randomBytes(20 * MIB);
const other = randomBytes(9 * MIB);
const config = Buffer.from(JSON.stringify({ os: 'linux', architecture: 'amd64', rootfs: { diff_ids: [] } }));

const describeBlob = (mediaType: string, bytes: Buffer) => ({ mediaType, digest: digestOf(bytes), size: bytes.length });
const blobs = [
  { bytes: large, descriptor: describeBlob(layerType('docker', 'gzip'), large) },
  { bytes: other, descriptor: describeBlob(layerType('docker', 'gzip'), other) },
  { bytes: config, descriptor: describeBlob(DOCKER.config, config) },
];
const [first, second] = blobs as [(typeof blobs)[0], (typeof blobs)[0]];

function* pieces(bytes: Buffer, from: number, until = Infinity): Generator<Buffer> {
  for (let at = from; at < bytes.length; at += PIECE) {
    if (at >= until) throw new Error('cut');
    yield bytes.subarray(at, at + PIECE);
  }
}

const opening =
  (bytes: Buffer, until?: number, offsets: number[] = []) =>
  (offset = 0): Promise<Readable> => {
    offsets.push(offset);
    return Promise.resolve(Readable.from(pieces(bytes, offset, until), { objectMode: false }));
  };

async function finish(path: string): Promise<{ file: Buffer; offsets: number[] }> {
  const offsets: number[] = [];
  const sink = await createDockerArchive(path);
  sink.plan(blobs.map(({ descriptor }) => descriptor));
  await Promise.all(blobs.map(({ bytes, descriptor }) => sink.push(descriptor, opening(bytes, undefined, offsets))));
  const layers = blobs.slice(0, 2).map(({ descriptor }) => descriptor);
  const manifest = buildManifest({ family: 'docker', config: describeBlob(DOCKER.config, config), layers });
  await sink.pushManifest(manifest);
  await sink.tag(manifest, 'reg.example.com/g/app:v1');
  await sink.commit();
  return { file: await readFile(path), offsets };
}

/** Leaves a partial archive in which the first blob was cut off. @returns the file that holds it. */
async function begin(path: string, until: number): Promise<string> {
  const sink = await createDockerArchive(path);
  sink.plan(blobs.map(({ descriptor }) => descriptor));
  await expect(sink.push(first.descriptor, opening(large, until))).rejects.toThrow('cut');
  expect(await sink.keep()).toBe(true);
  return join(`${path}.partial`, 'archive.tar');
}

const holdsBoth = (file: Buffer): boolean =>
  file.subarray(512, 512 + large.length).equals(large) && file.includes(other.subarray(0, 4096));

describe('a large entry', () => {
  it('is written whole, several at once', async () => {
    const { file, offsets } = await finish(join(await tempDir(), 'out.tar'));
    expect(holdsBoth(file)).toBe(true);
    expect(offsets).toEqual([0, 0, 0]);
  });

  it('goes on where an earlier run stopped', async () => {
    const path = join(await tempDir(), 'out.tar');
    const made = await begin(path, 12 * MIB);
    const there = (await stat(made)).size - 512;
    expect(there).toBeGreaterThan(8 * MIB);
    const { file, offsets } = await finish(path);
    expect(holdsBoth(file)).toBe(true);
    expect(offsets.filter((offset) => offset > 0)).toEqual([there]);
  });

  it('is fetched once more when what an earlier run left is not what it was', async () => {
    const path = join(await tempDir(), 'out.tar');
    const handle = await open(await begin(path, 12 * MIB), 'r+');
    await handle.write(Buffer.from('changed'), 0, 7, 5 * MIB);
    await handle.close();
    const { file, offsets } = await finish(path);
    expect(holdsBoth(file)).toBe(true);
    expect(offsets.filter((offset) => offset === 0)).toHaveLength(3);
  });

  it('is fetched once more when a crash took the end of what an earlier run left', async () => {
    const path = join(await tempDir(), 'out.tar');
    await truncate(await begin(path, 12 * MIB), 9 * MIB);
    const { file, offsets } = await finish(path);
    expect(holdsBoth(file)).toBe(true);
    expect(offsets.filter((offset) => offset === 0)).toHaveLength(3);
  });

  it.each([
    { name: 'another byte', wrong: flipLast(large), why: 'its digest is' },
    { name: 'a byte too few', wrong: large.subarray(0, -1), why: 'it ends after' },
    { name: 'a byte too many', wrong: Buffer.concat([large, Buffer.from('x')]), why: 'it has more than' },
  ])('with $name is refused', async ({ wrong, why }) => {
    const sink = await createDockerArchive(join(await tempDir(), 'out.tar'));
    await expect(sink.push(first.descriptor, opening(wrong))).rejects.toMatchObject({
      code: 'CONTENT_MISMATCH',
      message: expect.stringContaining(why) as string,
    });
    await sink.push(first.descriptor, opening(large));
    await sink.push(second.descriptor, opening(other));
    await sink.discard();
  });
});

function flipLast(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1;
  return copy;
}

describe('hashing a file that is being written', () => {
  it.each(['sha256', 'sha512'] as const)('gives the %s of the part that is there', async (algorithm) => {
    const path = join(await tempDir(), 'file');
    const handle = await open(path, 'w');
    const hash = hashFile(path, 1000, algorithm);
    expect(hash).toBeDefined();
    for (let at = 0; at < other.length; at += MIB) {
      const piece = other.subarray(at, at + MIB);
      await handle.write(piece, 0, piece.length, 1000 + at);
      hash?.reach(at + piece.length);
    }
    await handle.close();
    const expected = `${algorithm}:${createHash(algorithm).update(other).digest('hex')}`;
    expect(await hash?.digest(other.length)).toBe(expected);
    hash?.drop();
  });

  it('says so when the file is gone, and gives another digest when it is too short', async () => {
    const folder = await tempDir();
    const gone = hashFile(join(folder, 'none'), 0, 'sha256');
    await expect(gone?.digest(10)).rejects.toMatchObject({ code: 'ENOENT' });
    gone?.drop();
    const path = join(folder, 'short');
    await (await open(path, 'w')).close();
    const short = hashFile(path, 0, 'sha256');
    expect(await short?.digest(10)).toBe(digestOf(''));
    short?.drop();
  });

  it('ends with its signal', async () => {
    const path = join(await tempDir(), 'file');
    await (await open(path, 'w')).close();
    const hash = hashFile(path, 0, 'sha256');
    await expect(hash?.digest(0, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
    hash?.drop();
  });
});
