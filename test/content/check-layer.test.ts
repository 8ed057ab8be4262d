import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { checkLayer } from '../../src/content/check-layer.ts';
import type { LayerNode } from '../../src/model/content.ts';
import { digestOf } from '../../src/model/digest.ts';
import { layerType, type Compression } from '../../src/model/media-type.ts';

const plain = Buffer.from('a layer '.repeat(1000));
const packed = gzipSync(plain);

function layer(bytes: Buffer, compression: Compression, known: Partial<LayerNode>): LayerNode {
  return {
    mediaType: layerType('docker', compression),
    ...{ compression, size: bytes.length, label: 'abc/layer.tar' },
    open: () => Promise.resolve(Readable.from([bytes])),
    ...known,
  };
}

describe('checkLayer', () => {
  it.each([
    { name: 'plain, by its diffID', layer: layer(plain, 'none', { digest: digestOf(plain), diffID: digestOf(plain) }) },
    { name: 'packed, by both', layer: layer(packed, 'gzip', { digest: digestOf(packed), diffID: digestOf(plain) }) },
    { name: 'packed, by its diffID', layer: layer(packed, 'gzip', { diffID: digestOf(plain) }) },
  ])('accepts a good layer: $name', async ({ layer: good }) => {
    let read = 0;
    await checkLayer(good, { onBytes: (count) => (read += count) });
    expect(read).toBe(good.size);
  });

  it.each([
    {
      name: 'plain and altered',
      layer: layer(plain, 'none', { digest: digestOf('other'), diffID: digestOf('other') }),
    },
    {
      name: 'packed and altered',
      layer: layer(packed, 'gzip', { digest: digestOf('other'), diffID: digestOf(plain) }),
    },
    { name: 'packed from something else', layer: layer(packed, 'gzip', { diffID: digestOf('other') }) },
    { name: 'shorter than it says', layer: layer(plain, 'none', { digest: digestOf(plain), size: plain.length + 1 }) },
  ])('refuses a layer that is $name, by its name', async ({ layer: bad }) => {
    await expect(checkLayer(bad)).rejects.toMatchObject({
      code: 'CONTENT_MISMATCH',
      message: expect.stringContaining('abc/layer.tar') as unknown,
    });
  });

  it('refuses a packed layer that is cut', async () => {
    const cut = layer(packed.subarray(0, 30), 'gzip', { diffID: digestOf(plain) });
    await expect(checkLayer(cut)).rejects.toMatchObject({ code: 'SOURCE_INVALID' });
  });
});
