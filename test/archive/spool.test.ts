import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openArchive, openArchiveStream } from '../../src/archive/read/archive.ts';
import { spool } from '../../src/archive/read/spool.ts';
import { dockerSave, testImage } from '../support/archives.ts';
import { itWith } from '../support/peers.ts';
import { tarHeader, tarOf } from '../support/tar.ts';
import { tempDir, tempFile } from '../support/temp-dir.ts';

const bytes = tarOf(dockerSave(testImage()));

const PACKERS = [
  ['gzip', it],
  ['zstd', itWith('zstd')],
  ['xz', itWith('xz')],
  ['bzip2', itWith('bzip2')],
] as const;

describe.each(PACKERS)('an archive packed with %s', (program, test) => {
  const packed = (): Buffer => execFileSync(program, ['-c'], { input: bytes });

  test('is read whatever its name, by way of a temporary file that goes with it', async () => {
    const spoolDir = await tempDir();
    const archive = await openArchive(await tempFile(packed(), 'app.txt'), { spoolDir });
    expect(await readdir(spoolDir)).toHaveLength(1);
    expect(await archive.images[0]?.load()).toMatchObject({ kind: 'image' });
    await archive.close();
    expect(await readdir(spoolDir)).toEqual([]);
  });

  test('is read from standard input', async () => {
    const spoolDir = await tempDir();
    const archive = await openArchiveStream(Readable.from([packed()]), { spoolDir });
    expect(archive.images[0]?.names).toEqual(['app:v1']);
    await archive.close();
    expect(await readdir(spoolDir)).toEqual([]);
  });
});

it('reads an archive that was packed twice', async () => {
  const archive = await openArchive(await tempFile(gzipSync(gzipSync(bytes))), { spoolDir: await tempDir() });
  expect(archive.images).toHaveLength(1);
  await archive.close();
});

describe('spool', () => {
  it('keeps the file from other users', async () => {
    const spoolDir = await tempDir();
    const file = await spool(Readable.from([Buffer.from('x')]), { spoolDir });
    const [folder = ''] = await readdir(spoolDir);
    expect((await stat(join(spoolDir, folder))).mode & 0o777).toBe(0o700);
    expect((await stat(join(spoolDir, folder, 'archive'))).mode & 0o777).toBe(0o600);
    await file.close();
  });

  it('stops at its limit and leaves nothing', async () => {
    const spoolDir = await tempDir();
    const large = gzipSync(tarOf([{ name: 'x', data: randomBytes(2_000_000) }]));
    const opening = openArchive(await tempFile(large), { spoolDir, spoolLimit: 1_000_000 });
    await expect(opening).rejects.toThrow(/unpacks to more than 1000000 bytes/);
    expect(await readdir(spoolDir)).toEqual([]);
  });

  it('fails with the error of its source and leaves nothing', async () => {
    const spoolDir = await tempDir();
    const broken = new Readable({ read: () => broken.destroy(new Error('cut')) });
    await expect(spool(broken, { spoolDir })).rejects.toThrow('cut');
    expect(await readdir(spoolDir)).toEqual([]);
  });

  it('says so when there is no such folder', async () => {
    const spooling = spool(Readable.from([]), { spoolDir: join(await tempDir(), 'none') });
    await expect(spooling).rejects.toMatchObject({
      code: 'DISK',
      message: expect.stringMatching(/does not exist/) as unknown,
    });
  });
});

describe('what is packed', () => {
  const zeros = (packing: string): Buffer =>
    execFileSync('sh', ['-c', `head -c 50000000 /dev/zero | ${packing} -c`], { maxBuffer: 1e8 });

  it.each([
    { name: 'zeros', bytes: Buffer.alloc(3_000_000), says: /is an empty tar: it holds no image/ },
    { name: 'text', bytes: Buffer.from('no tar '.repeat(500_000)), says: /is not an image archive/ },
    {
      name: 'a program',
      bytes: Buffer.concat([Buffer.from('7f454c46', 'hex'), Buffer.alloc(3_000_000)]),
      says: /is a program/,
    },
    { name: 'nothing', bytes: Buffer.alloc(0), says: /is empty/ },
  ])('is refused before anything is written when $name comes out', async ({ bytes, says }) => {
    const spoolDir = await tempDir();
    for (const packed of [gzipSync(bytes), gzipSync(gzipSync(bytes))]) {
      const opening = openArchive(await tempFile(packed), { spoolDir, spoolLimit: 0 });
      await expect(opening).rejects.toMatchObject({
        code: 'SOURCE_INVALID',
        message: expect.stringMatching(says) as unknown,
      });
      await expect(openArchiveStream(Readable.from([packed]), { spoolDir, spoolLimit: 0 })).rejects.toThrow(says);
    }
    expect(await readdir(spoolDir)).toEqual([]);
  });

  describe.each(PACKERS)('with %s', (program, test) => {
    test('is refused by its beginning, however much would follow', async () => {
      const opening = openArchive(await tempFile(zeros(program)), { spoolDir: await tempDir(), spoolLimit: 0 });
      await expect(opening).rejects.toThrow(/holds no image/);
    });
  });

  it('is refused when it becomes a hundred times as large, with half a gigabyte on the disk at most', async () => {
    const spoolDir = await tempDir();
    const head = gzipSync(tarHeader({ name: 'x', sizeField: Buffer.from('77777777777\0') }));
    const piece = gzipSync(Buffer.alloc(50_000_000));
    const path = await tempFile(Buffer.concat([head, ...Array.from({ length: 40 }, () => piece)]));
    let most = 0;
    const watching = setInterval(() => {
      for (const folder of readdirSync(spoolDir)) most = Math.max(most, sizeOf(join(spoolDir, folder, 'archive')));
    }, 20);
    const opening = openArchive(path, { spoolDir }).finally(() => clearInterval(watching));
    await expect(opening).rejects.toMatchObject({
      code: 'SOURCE_INVALID',
      message: `${path} unpacks to more than 100 times its size, as no image does`,
      hint: expect.stringContaining('unpack it first') as unknown,
    });
    expect(most).toBeLessThan(600 * 2 ** 20);
    expect(await readdir(spoolDir)).toEqual([]);
  });

  it('may have something behind its end, as gzip(1) takes it', async () => {
    const packed = Buffer.concat([gzipSync(bytes), Buffer.alloc(512)]);
    const archive = await openArchive(await tempFile(packed), { spoolDir: await tempDir() });
    expect(archive.images).toHaveLength(1);
    await archive.close();
  });
});

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
