import { readdirSync, readFileSync } from 'node:fs';
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

describe('functions that compare', () => {
  const tags = [
    { name: 'b', size: 9, updatedAt: '2026-03-01T00:00:00Z' },
    { name: 'B', size: 10, updatedAt: '2026-11-01T00:00:00Z' },
    { name: 'ä', size: 1, updatedAt: '2025-12-01T00:00:00Z' },
  ];

  it.each([
    { expression: 'max_by(@, &updatedAt).name', value: 'B' },
    { expression: 'min_by(@, &updatedAt).name', value: 'ä' },
    { expression: 'max_by(@, &size).name', value: 'B' },
    { expression: 'min_by(@, &size).name', value: 'ä' },
    { expression: 'sort([].size)', value: [1, 9, 10] },
    { expression: 'sort([].name)', value: ['B', 'b', 'ä'] },
    { expression: 'max([].name)', value: 'ä' },
    { expression: 'min([].updatedAt)', value: '2025-12-01T00:00:00Z' },
    { expression: 'sort_by(@, &updatedAt)[].name', value: ['ä', 'b', 'B'] },
    { expression: 'max_by(`[]`, &a)', value: null },
    { expression: 'max(`[]`)', value: null },
    { expression: "max_by([{a: 'x', n: `1`}, {a: 'x', n: `2`}], &a).n", value: 1 },
  ])('$expression', async ({ expression, value }) => {
    expect(await applyQuery(expression, tags)).toEqual(value);
  });

  it.each([
    'max_by(@, &missing)',
    'sort_by(@, &[name, size])',
    'max_by([{a: `1`}, {a: `"x"`}], &a)',
    'sort([].[size])',
  ])('refuses %s, which has no order', async (expression) => {
    await expect(applyQuery(expression, tags)).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('takes a million numbers', async () => {
    const many = Array.from({ length: 1_000_000 }, (_, index) => index);
    expect(await applyQuery('[max(@), min(@)]', many)).toEqual([999_999, 0]);
  });
});

interface Suite {
  readonly given: unknown;
  readonly cases: readonly { expression: string; result?: unknown; error?: string; bench?: string }[];
}

/** The compliance cases of jmespath.org as the first implementation in JavaScript ships them. */
describe('the compliance cases of JMESPath', () => {
  const folder = new URL('test/compliance/', import.meta.resolve('jmespath-cases/package.json'));
  const files = readdirSync(folder);

  it('are there', () => {
    expect(files.length).toBeGreaterThan(10);
  });

  it.each(files)('%s', async (file) => {
    const suites = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as readonly Suite[];
    for (const { given, cases } of suites) {
      for (const { expression, result, error } of cases.filter(({ bench }) => bench === undefined)) {
        const answer = applyQuery(expression, given);
        if (error === undefined) expect.soft(await answer, expression).toEqual(result);
        else await expect.soft(answer, expression).rejects.toMatchObject({ code: 'USAGE' });
      }
    }
  });
});
