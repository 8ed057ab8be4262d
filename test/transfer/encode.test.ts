import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { SwrctlError } from '../../src/base/errors.ts';
import { digestOf } from '../../src/model/digest.ts';
import type { Compression } from '../../src/model/media-type.ts';
import { recoded } from '../../src/transfer/encode.ts';
import { measureLayer } from '../../src/transfer/measure-layer.ts';
import { layerOf, pack } from '../support/nodes.ts';
import { findProgram, itWith } from '../support/peers.ts';

const tar = Buffer.concat([randomBytes(300_000), Buffer.alloc(700_000)]);
const diffID = digestOf(tar);
const layer = (compression: Compression) => layerOf(pack(tar, compression), { compression, diffID });
const read = async (source: ReturnType<typeof layer>, to: Compression, offset?: number) =>
  buffer(await recoded(source, to)(offset));

describe('recoded', () => {
  itWith('zstd').each<{ from: Compression; to: Compression }>([
    { from: 'none', to: 'gzip' },
    { from: 'gzip', to: 'none' },
    { from: 'gzip', to: 'gzip' },
    { from: 'zstd', to: 'gzip' },
    { from: 'zstd', to: 'none' },
  ])('packs $from as $to, with the same bytes each time and from any offset', async ({ from, to }) => {
    const source = layer(from);
    const whole = await read(source, to);
    expect((to === 'gzip' ? gunzipSync(whole) : whole).equals(tar)).toBe(true);
    expect((await read(source, to)).equals(whole)).toBe(true);
    for (const offset of [1, 9, 10, 70_000, whole.length - 1, whole.length]) {
      expect((await read(source, to, offset)).equals(whole.subarray(offset))).toBe(true);
    }
  });

  it.each([
    { name: 'stored bytes', source: { ...layer('gzip'), digest: digestOf('other') } },
    { name: 'stored bytes, when they are plain', source: { ...layer('none'), digest: digestOf('other') } },
    { name: 'unpacked bytes', source: { ...layer('gzip'), diffID: digestOf('other') } },
    { name: 'size', source: { ...layer('gzip'), size: 5 } },
    { name: 'unpacked bytes of a layer without a digest', source: layerOf(tar, { diffID: digestOf('other') }) },
  ])('fails when the $name are not what they should be', async ({ source }) => {
    await expect(read(source, 'gzip')).rejects.toMatchObject({
      code: 'CONTENT_MISMATCH',
      message: expect.stringContaining('layer.tar') as string,
    });
  });

  itWith('igzip')('says of a damaged layer that it is damaged, whoever packs it', async () => {
    const gzipProgram = { name: 'igzip', path: findProgram('igzip') ?? 'igzip' } as const;
    const damaged = layerOf(tar, { diffID: digestOf('other') });
    await expect(buffer(await recoded(damaged, 'gzip', { gzipProgram })())).rejects.toMatchObject({
      code: 'CONTENT_MISMATCH',
      message: expect.stringContaining('layer.tar (sha256:') as string,
    });
  });

  it('fails when the bytes cannot be unpacked', async () => {
    const source = layerOf(tar, { compression: 'gzip', diffID });
    await expect(read(source, 'none')).rejects.toMatchObject({ code: 'SOURCE_INVALID' });
  });

  it('lets go of the source when its reader stops', async () => {
    const source = layer('gzip');
    const bytes = await source.open();
    const stream = await recoded({ ...source, open: () => Promise.resolve(bytes) }, 'none')();
    stream.destroy();
    await expect.poll(() => bytes.destroyed).toBe(true);
  });
});

describe('measureLayer', () => {
  it('finds the digest of packed bytes and checks what they unpack to', async () => {
    const source = layer('gzip');
    expect(await measureLayer(source)).toBe(source.digest);
    const altered = measureLayer({ ...source, diffID: digestOf('other') });
    await expect(altered).rejects.toMatchObject({ code: 'CONTENT_MISMATCH' });
  });
});

describe('a source that breaks', () => {
  it.each<{ from: Compression; to: Compression }>([
    { from: 'none', to: 'gzip' },
    { from: 'gzip', to: 'none' },
    { from: 'gzip', to: 'gzip' },
  ])('ends a recoding of $from as $to with its own error', async ({ from, to }) => {
    const whole = layer(from);
    const broken = new SwrctlError('NETWORK', 'the connection was reset');
    const open = async () => {
      const bytes = await buffer(await whole.open());
      return Readable.from(
        (function* () {
          yield bytes.subarray(0, 100_000);
          throw broken;
        })(),
        { objectMode: false },
      );
    };
    await expect(read({ ...whole, open }, to)).rejects.toBe(broken);
  });
});
