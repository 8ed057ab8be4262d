import { describe, expect, it } from 'vitest';
import { doublestar } from '../../../src/emulator/enterprise/doublestar.ts';
import { DOUBLESTAR_CASES } from '../../support/doublestar-cases.ts';

describe('patterns of the enterprise edition', () => {
  it.each(DOUBLESTAR_CASES)('reads $pattern', ({ pattern, yes, no }) => {
    const matches = doublestar(pattern);
    expect(yes.filter((name) => !matches(name))).toEqual([]);
    expect(no.filter((name) => matches(name))).toEqual([]);
  });

  it.each(['{a', 'a{b,{c}', '[a', '[', '[]', '{a,[}]'])('refuses %s', (pattern) => {
    expect(() => doublestar(pattern)).toThrow('without an end');
  });

  it('does as many steps as pattern times name at most', () => {
    // An expression with backtracking would try every way to share out these letters.
    const matches = doublestar(`${'{*,a*}'.repeat(80)}b`);
    expect(matches('a'.repeat(255))).toBe(false);
    expect(doublestar(`${'**/'.repeat(100)}b`)('a/'.repeat(120))).toBe(false);
    expect(() => doublestar('{'.repeat(512))).toThrow('without an end');
  });
});
