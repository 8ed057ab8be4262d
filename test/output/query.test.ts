import { describe, expect, it } from 'vitest';
import { outputRequest, parseFields } from '../../src/output/format.ts';
import { applyQuery, checkQuery } from '../../src/output/query.ts';

describe('checkQuery', () => {
  it.each([
    { expression: '[?a==', position: 6 },
    { expression: '[].name.', position: 9 },
    { expression: "[?a=='x']x", position: 10 },
    { expression: '[?x==]', position: 6 },
    { expression: 'a || ]', position: 6 },
  ])('rejects "$expression" and names position $position', async ({ expression, position }) => {
    await expect(checkQuery(expression)).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(new RegExp(`at position ${position}$`)) as string,
    });
  });

  it('rejects a function that there is not, before any work', async () => {
    await expect(checkQuery('length(foo(@))')).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('no function "foo" (position 8)') as string,
    });
  });

  it.each(['[].name', 'sort_by(@, &size)[-1].{n: name}', 'length(@)'])('takes "%s"', async (expression) => {
    await expect(checkQuery(expression)).resolves.toBeUndefined();
  });
});

describe('applyQuery', () => {
  it('finds', async () => {
    expect(await applyQuery('[].a | [1]', [{ a: 1 }, { a: 2 }])).toBe(2);
  });

  it('reports values that a function cannot take as wrong usage', async () => {
    await expect(applyQuery('length(@)', 1)).rejects.toMatchObject({ code: 'USAGE' });
  });
});

describe('parseFields', () => {
  it('takes names in the order given, once each', () => {
    expect(parseFields('b, a,b', ['a', 'b'])).toEqual(['b', 'a']);
  });

  it('rejects a name that is not a field and lists those that are', () => {
    expect(() => parseFields('a,c', ['a', 'b'])).toThrow(
      expect.objectContaining({ code: 'USAGE', hint: 'Choose from: a, b' }),
    );
  });
});

describe('outputRequest', () => {
  it.each([
    { flags: {}, format: undefined },
    { flags: { json: [] }, format: 'json' },
    { flags: { query: 'a' }, format: 'json' },
    { flags: { query: 'a', output: 'yaml' as const }, format: 'yaml' },
    { flags: { json: ['a'], output: 'json' as const }, format: 'json' },
  ])('makes $format of $flags', ({ flags, format }) => {
    expect(outputRequest(flags).format).toBe(format);
  });

  it.each([
    { json: [], output: 'yaml' as const },
    { query: 'a', output: 'table' as const },
    { json: [], query: 'a', output: 'name' as const },
  ])('rejects %o', (flags) => {
    expect(() => outputRequest(flags)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });
});
