import { describe, expect, it, onTestFinished } from 'vitest';
import { readWhole } from '../../src/archive/entries.ts';
import { openFile } from '../../src/archive/random-access.ts';
import { openTarEntries, type TarEntries } from '../../src/archive/tar/entries.ts';
import { gnuLongItem, paxItem, tarOf, type TarItem } from '../support/tar.ts';
import { tempFile } from '../support/temp-dir.ts';

async function openBytes(bytes: Buffer): Promise<TarEntries> {
  const file = await openFile(await tempFile(bytes));
  onTestFinished(() => file.close());
  return openTarEntries(file);
}

const openItems = (items: readonly TarItem[]): Promise<TarEntries> => openBytes(tarOf(items));

async function textOf(entries: TarEntries, name: string): Promise<string | undefined> {
  const entry = await entries.find(name);
  return entry === undefined ? undefined : (await readWhole(entry, 1000)).toString();
}

const invalid = (message: string): unknown =>
  expect.objectContaining({ code: 'SOURCE_INVALID', message: expect.stringContaining(message) as unknown });

const long = `${'d'.repeat(90)}/${'e'.repeat(90)}/${'f'.repeat(120)}`;

describe('names', () => {
  it.each(['a/b', './a/b', '/a/b', 'a//b', '././/a/./b', 'a/x/../b'])('finds an entry written as %j', async (name) => {
    const entries = await openItems([{ name, data: 'here' }]);
    expect(await textOf(entries, 'a/b')).toBe('here');
    expect(await textOf(entries, './/a/b')).toBe('here');
  });

  it.each<{ name: string; items: TarItem[] }>([
    { name: 'a PAX path', items: [paxItem({ path: long, comment: 'x=y' }), { name: 'short', data: 'here' }] },
    { name: 'a GNU long name', items: [gnuLongItem('L', long), { name: 'short', data: 'here' }] },
  ])('finds a name of 300 characters, given as $name', async ({ items }) => {
    expect(await textOf(await openItems([...items, { name: 'next', data: 'other' }]), long)).toBe('here');
  });

  it('finds names that are not UTF-8 apart from each other', async () => {
    const [first, second] = [tarOf([{ name: 'n?', data: '1' }], { end: false }), tarOf([{ name: 'n?', data: '2' }])];
    for (const [block, byte] of [
      [first, 0xe9],
      [second, 0xe8],
    ] as const) {
      block.writeUInt8(byte, 1);
      const sum = block
        .subarray(0, 512)
        .reduce((total, each, index) => total + (index >= 148 && index < 156 ? 32 : each), 0);
      block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    }
    const entries = await openBytes(Buffer.concat([first, second]));
    expect([await textOf(entries, 'n\u00e9'), await textOf(entries, 'n\u00e8')]).toEqual(['1', '2']);
  });

  it('gives the last of several entries with one name', async () => {
    const entries = await openItems([
      { name: 'a', data: 'old' },
      { name: './a', data: 'new' },
    ]);
    expect(await textOf(entries, 'a')).toBe('new');
  });

  it('passes over what macOS adds, folders, and headers for all entries', async () => {
    const entries = await openItems([
      paxItem({ comment: 'made by git' }, 'g'),
      { name: '._a', data: 'finder info' },
      { name: 'd/', type: '5' },
      { name: 'd/._a', data: 'finder info' },
      { name: 'd/a', data: 'here' },
    ]);
    expect(entries.names()).toEqual(['d', 'd/a']);
    expect(await textOf(entries, 'd/a')).toBe('here');
  });

  it('believes a PAX size more than the header', async () => {
    const item = { name: 'a', data: 'here', sizeField: Buffer.from('00000000000\0') };
    expect(await textOf(await openItems([paxItem({ size: '4' }), item, { name: 'b', data: 'next' }]), 'b')).toBe(
      'next',
    );
  });

  it('applies a PAX header to one entry only', async () => {
    const entries = await openItems([paxItem({ path: 'other' }), { name: 'a' }, { name: 'b' }]);
    expect(entries.names()).toEqual(['other', 'b']);
  });

  it.each(['../a', 'a/../../b', '/../a'])('refuses an archive with an entry %j', async (name) => {
    await expect(openItems([{ name }])).rejects.toThrow(invalid('lies outside the archive'));
  });

  it('shows no control characters of a name', async () => {
    await expect(openItems([{ name: '../\x1b[31mred' }])).rejects.toThrow(invalid('"../?[31mred"'));
  });
});

describe('links', () => {
  it.each<{ name: string; items: TarItem[] }>([
    { name: 'a symbolic link beside it', items: [{ name: 'd/l', type: '2', link: 'layer.tar' }] },
    { name: 'a symbolic link through its parent', items: [{ name: 'd/l', type: '2', link: '../d/layer.tar' }] },
    {
      name: 'a symbolic link from the root, as containerd 1.x has it',
      items: [{ name: 'd/l', type: '2', link: 'd/layer.tar' }],
    },
    { name: 'an absolute symbolic link', items: [{ name: 'd/l', type: '2', link: '/d/layer.tar' }] },
    { name: 'a hard link', items: [{ name: 'd/l', type: '1', link: 'd/layer.tar' }] },
    { name: 'a hard link written from its folder', items: [{ name: 'd/l', type: '1', link: 'layer.tar' }] },
    {
      name: 'a chain of links',
      items: [
        { name: 'd/l', type: '2', link: '../x/m' },
        { name: 'x/m', type: '1', link: 'd/layer.tar' },
      ],
    },
    {
      name: 'a link to its folder',
      items: [
        { name: 'e', type: '2', link: 'd' },
        { name: 'd/l', type: '2', link: '../e/layer.tar' },
      ],
    },
    {
      name: 'a GNU long link',
      items: [gnuLongItem('K', `../${'d/../'.repeat(30)}d/layer.tar`), { name: 'd/l', type: '2', link: 'short' }],
    },
    {
      name: 'a PAX link path',
      items: [paxItem({ linkpath: '../d/layer.tar' }), { name: 'd/l', type: '2', link: 'short' }],
    },
    {
      name: 'a link whose size field is wrong',
      items: [{ name: 'd/l', type: '2', link: 'layer.tar', sizeField: Buffer.from('00000000777\0') }],
    },
  ])('reaches a file through $name, before or after it', async ({ items }) => {
    const file = { name: 'd/layer.tar', data: 'here' };
    expect(await textOf(await openItems([file, ...items]), 'd/l')).toBe('here');
    expect(await textOf(await openItems([...items, file]), 'd/l')).toBe('here');
  });

  it.each<{ name: string; items: TarItem[]; says: string }>([
    { name: 'to nothing', items: [{ name: 'l', type: '2', link: 'gone' }], says: 'points to gone, which is not in' },
    {
      name: 'out of the archive',
      items: [{ name: 'l', type: '2', link: '../../etc/passwd' }],
      says: 'outside the archive',
    },
    {
      name: 'to a file of this machine',
      items: [{ name: 'l', type: '2', link: '/etc/passwd' }],
      says: 'points to etc/passwd, which is not in',
    },
    { name: 'to itself', items: [{ name: 'l', type: '2', link: 'l' }], says: 'circle' },
    { name: 'hard to itself', items: [{ name: 'l', type: '1', link: 'l' }], says: 'circle' },
    {
      name: 'in a circle',
      items: [
        { name: 'l', type: '2', link: 'm' },
        { name: 'm', type: '2', link: 'l' },
      ],
      says: 'circle',
    },
    { name: 'into itself', items: [{ name: 'l', type: '2', link: 'l/l' }], says: 'circle' },
    {
      name: 'to a directory',
      items: [
        { name: 'd/', type: '5' },
        { name: 'l', type: '2', link: 'd' },
      ],
      says: 'is a directory',
    },
  ])('refuses a link $name', async ({ items, says }) => {
    const entries = await openItems(items);
    await expect((async () => entries.find('l'))()).rejects.toThrow(invalid(says));
  });

  it.each([
    { type: '3', says: 'special file' },
    { type: '6', says: 'special file' },
    { type: 'S', says: 'a sparse file' },
    { type: '5', says: 'a directory' },
  ])('refuses to read an entry of type $type', async ({ type, says }) => {
    const entries = await openItems([{ name: 'l', type }]);
    await expect((async () => entries.find('l'))()).rejects.toThrow(invalid(says));
  });

  it('refuses to read a PAX sparse file', async () => {
    const entries = await openItems([paxItem({ 'GNU.sparse.major': '1' }), { name: 'l', data: 'x' }]);
    await expect((async () => entries.find('l'))()).rejects.toThrow(invalid('a sparse file'));
  });
});

describe('damage', () => {
  const whole = tarOf([
    { name: 'first', data: 'x'.repeat(2000) },
    { name: 'second', data: 'y'.repeat(600) },
  ]);

  it.each([
    { cut: 100, says: 'truncated at byte 100, in the middle of a tar header' },
    { cut: 1000, says: 'truncated at byte 1000, in the middle of first (2000 bytes)' },
    { cut: 2900, says: 'truncated at byte 2900, in the middle of a tar header' },
    { cut: 3600, says: 'truncated at byte 3600, in the middle of second (600 bytes)' },
  ])('says where an archive of $cut bytes was cut', async ({ cut, says }) => {
    await expect(openBytes(whole.subarray(0, cut))).rejects.toThrow(invalid(says));
  });

  it('tolerates a missing end mark, but remembers it', async () => {
    const entries = await openBytes(tarOf([{ name: 'a', data: 'here' }], { end: false }));
    expect(await textOf(entries, 'a')).toBe('here');
    expect(entries.missingReason).toContain('probably truncated at byte 1024');
  });

  it('says where a header was damaged', async () => {
    const items = [
      { name: 'a', data: 'x' },
      { name: 'b', isDamaged: true },
    ];
    await expect(openItems(items)).rejects.toThrow(invalid('header at byte 1024 is damaged'));
  });

  it.each<{ name: string; items: TarItem[] }>([
    { name: 'a PAX record without a length', items: [{ name: 'x', type: 'x', data: 'path=a\n' }] },
    { name: 'a PAX record longer than its header', items: [{ name: 'x', type: 'x', data: '99 path=a\n' }] },
    { name: 'a PAX size that is no number', items: [paxItem({ size: '-1' })] },
    { name: 'a PAX header of 2 MiB', items: [{ name: 'x', type: 'x', data: 'x'.repeat(2 ** 21) }] },
  ])('refuses $name', async ({ items }) => {
    await expect(openItems([...items, { name: 'a' }])).rejects.toMatchObject({ code: 'SOURCE_INVALID' });
  });

  it('reads 100,000 entries', async () => {
    const one = tarOf([{ name: 'entry-000000', data: 'x' }], { end: false });
    const blocks: Buffer[] = [];
    for (let index = 0; index < 100_000; index += 1) {
      const block = Buffer.from(one);
      const digits = String(index).padStart(6, '0');
      block.write(digits, 6);
      const sum = block.subarray(0, 512).reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
      block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
      blocks.push(block);
    }
    const entries = await openBytes(Buffer.concat([...blocks, Buffer.alloc(1024)]));
    expect(entries.names()).toHaveLength(100_000);
    expect(await textOf(entries, 'entry-099999')).toBe('x');
  });

  it('reads from any offset of an entry', async () => {
    const entry = await (await openItems([{ name: 'a', data: '0123456789' }])).find('a');
    const chunks: Buffer[] = [];
    for await (const chunk of (await entry?.open(4)) ?? []) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe('456789');
  });
});
