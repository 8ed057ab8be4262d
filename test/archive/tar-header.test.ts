import fc from 'fast-check';
import { pack } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { SwrctlError } from '../../src/base/errors.ts';
import { encodeTarHeader } from '../../src/archive/tar/entry-header.ts';
import { parseTarHeader } from '../../src/archive/tar/header.ts';
import { tarHeader, type TarItem } from '../support/tar.ts';

/** The first block that tar-stream, another implementation, writes for a header. */
async function tarStreamHeader(header: Parameters<ReturnType<typeof pack>['entry']>[0]): Promise<Buffer> {
  const tar = pack();
  tar.entry(header, () => undefined);
  for await (const block of tar) return block as Buffer;
  throw new Error('no header');
}

const entryName = fc
  .array(fc.stringMatching(/^[A-Za-z0-9._-]{1,20}$/), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join('/'));

describe('parseTarHeader', () => {
  it('reads every header that tar-stream writes', async () => {
    const size = fc.nat({ max: Number.MAX_SAFE_INTEGER });
    const linkName = fc.option(entryName, { nil: undefined });
    await fc.assert(
      fc.asyncProperty(entryName, size, linkName, async (name, bytes, linkname) => {
        const file = { name, size: bytes, type: 'file' as const };
        const block = await tarStreamHeader(linkname ? { name, size: 0, type: 'symlink', linkname } : file);
        expect(parseTarHeader(block, 0)).toEqual({
          name,
          size: linkname ? 0 : bytes,
          type: linkname ? '2' : '0',
          linkName: linkname ?? '',
        });
      }),
    );
  });

  it('reads every header that encodeTarHeader writes, and writes it the same again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[a-z0-9/.]{1,100}$/), fc.maxSafeNat(), async (name, size) => {
        const block = await encodeTarHeader(name, size);
        expect(block).toHaveLength(512);
        expect(parseTarHeader(block, 0)).toMatchObject({ name, size, type: '0' });
        expect((await encodeTarHeader(name, size)).equals(block)).toBe(true);
      }),
    );
  });

  it('reads or refuses any 512 bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 512, maxLength: 512 }), (bytes) => {
        try {
          parseTarHeader(Buffer.from(bytes), 0);
        } catch (error) {
          expect(error).toBeInstanceOf(SwrctlError);
        }
      }),
    );
  });

  it('notices every altered bit', () => {
    const good = tarHeader({ name: 'layer.tar', data: 'x'.repeat(999) });
    const outside = fc.nat({ max: 511 }).filter((index) => index < 148 || index >= 156);
    fc.assert(
      fc.property(outside, fc.nat({ max: 7 }), (index, bit) => {
        const block = Buffer.from(good);
        block.writeUInt8(block.readUInt8(index) ^ (1 << bit), index);
        expect(() => parseTarHeader(block, 0)).toThrow(/checksum/);
      }),
    );
  });

  it.each<{ name: string; item: TarItem; expected: object }>([
    { name: 'a POSIX prefix', item: { name: 'b', prefix: 'a' }, expected: { name: 'a/b' } },
    {
      name: 'no prefix in GNU headers, which keep times there',
      item: { name: 'b', prefix: '1234', dialect: 'gnu' },
      expected: { name: 'b' },
    },
    { name: 'headers of before POSIX', item: { name: 'b', data: 'xy', dialect: 'v7' }, expected: { size: 2 } },
    { name: 'a type of zero as a file', item: { name: 'b', type: '\0' }, expected: { type: '0' } },
    {
      name: 'a name of exactly 100 bytes',
      item: { name: 'n'.repeat(100) },
      expected: { name: 'n'.repeat(100) },
    },
    {
      name: 'GNU sizes of more than 8 GiB',
      item: { name: 'b', sizeField: Buffer.from('80000000000000ffffffffff', 'hex') },
      expected: { size: 0xffffffffff },
    },
    {
      name: 'sizes padded with blanks',
      item: { name: 'b', sizeField: Buffer.from('        777 ') },
      expected: { size: 0o777 },
    },
    { name: 'an empty size as 0', item: { name: 'b', sizeField: Buffer.alloc(12) }, expected: { size: 0 } },
  ])('understands $name', ({ item, expected }) => {
    expect(parseTarHeader(tarHeader(item), 0)).toMatchObject(expected);
  });

  it.each([
    { name: 'a negative size', sizeField: Buffer.from('ffffffffffffffffffffffff', 'hex') },
    { name: 'a size beyond all disks', sizeField: Buffer.from('80ffffffffffffffffffffff', 'hex') },
    { name: 'letters', sizeField: Buffer.from('00000abc000\0') },
  ])('refuses $name', ({ sizeField }) => {
    expect(() => parseTarHeader(tarHeader({ name: 'b', sizeField }), 1024)).toThrow(
      expect.objectContaining({ code: 'SOURCE_INVALID', message: expect.stringContaining('byte 1024') as unknown }),
    );
  });

  it('takes a block of zeros for the end', () => {
    expect(parseTarHeader(Buffer.alloc(512), 0)).toBeUndefined();
  });
});
