import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { packWith, type GzipProgram } from '../../src/content/external-gzip.ts';
import { proveGzip } from '../../src/content/prove-gzip.ts';
import { digestOf } from '../../src/model/digest.ts';
import { through } from '../../src/transfer/encode.ts';
import { findProgram, itWith } from '../support/peers.ts';
import { tempDir } from '../support/temp-dir.ts';

const CONTENT = Buffer.from(Array.from({ length: 300_000 }, (_, index) => `line ${index * 7919}`).join('\n'));

const inPieces = (content: Buffer, size: number): Readable =>
  Readable.from(
    (function* () {
      for (let start = 0; start < content.length; start += size) yield content.subarray(start, start + size);
    })(),
  );

const pack = (program: GzipProgram, pieces = 65_536, level?: number): Promise<Buffer> =>
  buffer(through(inPieces(CONTENT, pieces), [packWith(program, level)]));

/** A program with igzip's name that does something else. */
async function fakeIgzip(script: string): Promise<GzipProgram> {
  const path = join(await tempDir(), 'igzip');
  await writeFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { name: 'igzip', path };
}

describe.each(['igzip', 'pigz'] as const)('packing with %s', (name) => {
  const program = { name, path: findProgram(name) ?? name };

  itWith(name)('gives the same bytes however the input comes in, without time and name', async () => {
    const [first, second] = [await pack(program), await pack(program, 777)];
    expect(gunzipSync(first).equals(CONTENT)).toBe(true);
    expect(first.equals(second)).toBe(true);
    expect(first.subarray(0, 8).toString('hex')).toBe('1f8b080000000000');
  });

  itWith(name)('uses the level', async () => {
    expect((await pack(program, 65_536, 3)).equals(await pack(program, 65_536, 1))).toBe(false);
  });

  itWith(name)('fails when its source fails', async () => {
    const broken = new Readable({ read: () => broken.destroy(new Error('cut')) });
    await expect(buffer(through(broken, [packWith(program)]))).rejects.toThrow('cut');
  });
});

describe('packing with a program', () => {
  it('fails when there is no such program', async () => {
    const absent = pack({ name: 'igzip', path: '/nowhere/igzip' });
    await expect(absent).rejects.toMatchObject({ code: 'FAILED', message: '/nowhere/igzip cannot be run (ENOENT)' });
  });

  it.each([
    { name: 'at once', script: 'exit 3' },
    { name: 'after reading', script: 'cat; exit 3' },
  ])('fails when the program fails $name', async ({ script }) => {
    await expect(pack(await fakeIgzip(script))).rejects.toMatchObject({
      code: 'FAILED',
      message: expect.stringContaining('ended with 3') as string,
    });
  });

  it('ends the program when nobody reads any more', async () => {
    const endless = Readable.from(
      (function* () {
        for (;;) yield CONTENT;
      })(),
    );
    const dir = await tempDir();
    const packed = through(endless, [packWith(await fakeIgzip(`trap 'echo > ${dir}/ended' EXIT; cat`))]);
    await packed[Symbol.asyncIterator]().next();
    packed.destroy();
    await expect.poll(() => endless.destroyed).toBe(true);
  });
});

describe('proveGzip', () => {
  const prove = (packed: Buffer): Promise<Buffer> =>
    buffer(through(inPieces(packed, 65_536), [proveGzip(digestOf(CONTENT), 'igzip', 'layer.tar')]));

  it('passes on what unpacks to the content', async () => {
    const packed = Buffer.concat([gzipSync(CONTENT.subarray(0, 1000)), gzipSync(CONTENT.subarray(1000))]);
    expect((await prove(packed)).equals(packed)).toBe(true);
  });

  it.each([
    { name: 'is no gzip', packed: CONTENT },
    { name: 'is nothing', packed: Buffer.alloc(0) },
    { name: 'ends too early', packed: gzipSync(CONTENT).subarray(0, -10) },
    { name: 'unpacks to less', packed: gzipSync(CONTENT.subarray(1)) },
    { name: 'unpacks to something else', packed: gzipSync(Buffer.from(CONTENT).fill('x', 100, 101)) },
  ])('fails when what it gets $name', async ({ packed }) => {
    await expect(prove(packed)).rejects.toMatchObject({
      code: 'CONTENT_MISMATCH',
      message: 'What igzip made of layer.tar does not unpack to it',
    });
  });
});
