import { describe, expect, it } from 'vitest';
import { doublestar } from '../../../src/emulator/enterprise/doublestar.ts';

describe('patterns of the enterprise edition', () => {
  it.each<{ pattern: string; yes: string[]; no: string[] }>([
    { pattern: '', yes: ['', 'v1', 'a/b'], no: [] },
    { pattern: 'v1', yes: ['v1'], no: ['v10', 'av1', 'V1', ''] },
    { pattern: 'v*', yes: ['v', 'v1', 'v1.2'], no: ['1v', 'v/1'] },
    { pattern: '*', yes: ['', 'app'], no: ['a/b'] },
    { pattern: '**', yes: ['', 'app', 'a/b/c'], no: [] },
    { pattern: 'team/**', yes: ['team', 'team/a', 'team/a/b'], no: ['teams', 'x/team/a'] },
    { pattern: '**/app', yes: ['app', 'a/app', 'a/b/app'], no: ['myapp', 'a/myapp', 'app/a'] },
    { pattern: 'a/**/z', yes: ['a/z', 'a/b/z', 'a/b/c/z'], no: ['az', 'a/bz'] },
    { pattern: 'a**', yes: ['a', 'abc'], no: ['a/b'] },
    { pattern: 'v?', yes: ['v1'], no: ['v', 'v10', 'v/'] },
    { pattern: '{a,b*}', yes: ['a', 'b', 'bc'], no: ['ab', 'c'] },
    { pattern: 'library/{a,b/**}', yes: ['library/a', 'library/b', 'library/b/c/d'], no: ['library/a/c', 'a'] },
    { pattern: '{a,{b,c}d}e', yes: ['ae', 'bde', 'cde'], no: ['be', 'de'] },
    { pattern: '{a,}b', yes: ['ab', 'b'], no: ['a'] },
    { pattern: '{**,x}/z', yes: ['x/z', 'a/b/z'], no: ['z/x'] },
    { pattern: '[a-c]1', yes: ['a1', 'c1'], no: ['d1', '1'] },
    { pattern: '[^a-c]', yes: ['d'], no: ['a', '/'] },
    { pattern: '[!x-]', yes: ['y'], no: ['x', '-'] },
    { pattern: '\\*', yes: ['*'], no: ['a', '\\*'] },
    { pattern: 'a.b+(c)', yes: ['a.b+(c)'], no: ['aXb+(c)', 'a.bb(c)'] },
    { pattern: 'a,b', yes: ['a,b'], no: ['a', 'b'] },
  ])('reads $pattern', ({ pattern, yes, no }) => {
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
