import { execFileSync } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openArchive, openArchiveStream } from '../../src/archive/archive.ts';
import { spool } from '../../src/archive/spool.ts';
import { dockerSave, testImage } from '../support/archives.ts';
import { itWith } from '../support/peers.ts';
import { tarOf } from '../support/tar.ts';
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
    const bomb = gzipSync(Buffer.alloc(10_000_000));
    const opening = openArchive(await tempFile(bomb), { spoolDir, spoolLimit: 1_000_000 });
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
