import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLOUDS } from '../../src/model/clouds.ts';

const page = await readFile(join(import.meta.dirname, '../../docs/clouds.md'), 'utf8');
const rows = page.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));

describe('docs/clouds.md', () => {
  let above = '';
  it.each(CLOUDS)('has $name as it is known', ({ name, domain, regions, lacks }) => {
    const [, , , where = '', missing = ''] = rows.find(([, cloud]) => cloud === name) ?? [];
    expect(rows.find(([, cloud]) => cloud === name)?.[2]).toBe(`\`${domain}\``);
    if (!where.includes('others')) expect(where).toBe(regions.map((region) => `\`${region}\``).join(', '));
    const told = missing === 'the same' ? above : missing;
    above = told;
    expect(told.split(', ').filter(Boolean).sort()).toEqual([...lacks].sort());
  });
});
