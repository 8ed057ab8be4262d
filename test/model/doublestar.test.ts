import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doublestar } from '../../src/emulator/enterprise/doublestar.ts';
import { isSelected, matchesDoublestar } from '../../src/model/doublestar.ts';
import { DOUBLESTAR_CASES } from '../support/doublestar-cases.ts';

describe('patterns of rules', () => {
  it.each(DOUBLESTAR_CASES)('"$pattern"', ({ pattern, yes, no }) => {
    expect(yes.filter((name) => !matchesDoublestar(pattern, name))).toEqual([]);
    expect(no.filter((name) => matchesDoublestar(pattern, name))).toEqual([]);
  });

  it.each(['{a', 'a{b,{c}', '[a', '[', '[]', '{a,[}]', 'a\\'])('one with a fault means nothing: %s', (pattern) => {
    const names = ['', 'a', 'b', pattern, '{a', 'a\\'];
    for (const isExcluding of [false, true]) {
      expect(names.filter((name) => isSelected({ pattern, isExcluding }, name))).toEqual([]);
    }
  });

  it('turns round when it says what is left out', () => {
    const rule = { pattern: '{latest,dev-*}', isExcluding: true };
    expect(['latest', 'dev-1', 'v1', ''].filter((name) => isSelected(rule, name))).toEqual(['v1', '']);
    expect(isSelected({ pattern: '', isExcluding: true }, 'v1')).toBe(false);
  });

  it('means what the service of the emulator, written by itself, takes it for', () => {
    const char = fc.constantFrom('a', 'b', '/', '*', '?', '.', '-');
    const set = fc.constantFrom('[ab]', '[^a]', '[a-c]', '{a,b}', '{a,b*}', '{,a}', '\\*', '**/', '/**');
    const pattern = fc.array(fc.oneof({ weight: 4, arbitrary: char }, set), { maxLength: 8 });
    const name = fc.stringMatching(/^[ab./*-]{0,8}$/);
    // What two stars mean beside braces and beside two others nobody has written down.
    const isPlain = (text: string) => !/[{},]\*\*|\*\*[{},]|\*\*\*|\*\*\/\*\*/.test(text);
    fc.assert(
      fc.property(pattern, name, (parts, one) => {
        const text = parts.join('');
        fc.pre(isPlain(text) && !text.includes('//') && !one.includes('//') && !/^\/|\/$/.test(one));
        expect(matchesDoublestar(text, one), `${text} ~ ${one}`).toBe(doublestar(text)(one));
      }),
      { numRuns: 5000, seed: 7 },
    );
  });

  // With a search that goes back, each of these takes longer than anybody waits.
  it.each([
    { what: 'stars', pattern: `${'*a'.repeat(250)}b`, name: 'a'.repeat(5000) },
    { what: 'double stars', pattern: `${'**/'.repeat(170)}b`, name: `${'a/'.repeat(2000)}a` },
    { what: 'braces', pattern: `${'{*,a*}'.repeat(40)}b`, name: 'a'.repeat(255) },
    { what: 'many ways', pattern: `{${'a,'.repeat(200_000)}b}c`, name: 'c' },
    { what: 'many braces', pattern: '{a,b}'.repeat(100_000), name: 'a' },
    { what: 'deep braces', pattern: `${'{a,'.repeat(5000)}${'}'.repeat(5000)}`, name: 'b' },
    { what: 'braces without an end', pattern: '{'.repeat(500_000), name: 'a' },
    { what: 'brackets without an end', pattern: '['.repeat(500_000), name: 'a' },
    { what: 'a long name', pattern: 'v*.*', name: 'v'.repeat(500_000) },
    { what: 'many segments', pattern: '**/v', name: '/'.repeat(500_000) },
  ])('does not go back: $what', ({ pattern, name }) => {
    expect(matchesDoublestar(pattern, name)).toBe(false);
  });
});
