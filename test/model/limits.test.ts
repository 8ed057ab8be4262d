import { describe, expect, it } from 'vitest';
import { formatLimit, formatLimitSize, limitsWith, parseLimit } from '../../src/model/limits.ts';

describe('parseLimit', () => {
  it.each([
    { text: 'layer=50GB', want: { layer: 50 * 1024 ** 3 } },
    { text: 'layer=1.5mb', want: { layer: 1.5 * 1024 ** 2 } },
    { text: 'layer=2GiB', want: { layer: 2 * 1024 ** 3 } },
    { text: 'layer=4096', want: { layer: 4096 } },
    { text: 'repository-name=64', want: { 'repository-name': 64 } },
    { text: 'tags=1000', want: { tags: 1000 } },
  ])('reads $text', ({ text, want }) => {
    expect(parseLimit(text)).toEqual(want);
  });

  it.each(['', 'layer', 'layer=', 'layer=-1', 'layer=1XB', 'other=1', 'repository-name=1KB', 'tags=1GB'])(
    'rejects "%s"',
    (text) => {
      expect(() => parseLimit(text)).toThrow(expect.objectContaining({ code: 'USAGE' }));
    },
  );

  it('changes only what was named', () => {
    const table = { 'organization-name': 64, 'repository-name': 128, images: 500, tags: 300 };
    expect(limitsWith({ layer: 1 })).toEqual({ ...table, layer: 1 });
  });
});

describe('formatLimit', () => {
  it.each([
    ['layer', '10 GB'],
    ['organization-name', '64 characters'],
    ['tags', '300'],
  ] as const)('writes %s as %s', (name, text) => {
    expect(formatLimit(name)).toBe(text);
  });
});

describe('formatLimitSize', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [10 * 1024 ** 3, '10 GB'],
    [1.5 * 1024 ** 2, '1.5 MB'],
  ])('writes %d bytes as %s', (bytes, text) => {
    expect(formatLimitSize(bytes)).toBe(text);
  });
});
