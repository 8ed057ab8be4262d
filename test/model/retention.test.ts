import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/model/digest.ts';
import {
  accidentalMatches,
  hasOpenAlternatives,
  simulateRetention,
  type RetentionRule,
} from '../../src/model/retention.ts';
import type { TagInfo } from '../../src/model/tag.ts';

const NOW = new Date('2026-08-01T12:00:00Z');
const DAY_MS = 86_400_000;

const tag = (name: string, ageDays: number, image = name, size = 100): TagInfo => ({
  ...{ name, size, digest: digestOf(image), mediaType: '' },
  createdAt: new Date(0),
  updatedAt: new Date(NOW.getTime() - ageDays * DAY_MS),
});

const rule = (by: RetentionRule['by'], amount: number, more: Partial<RetentionRule> = {}): RetentionRule => ({
  ...{ by, amount, exceptTags: [], exceptPatterns: [] },
  ...more,
});

/** Names of the tags that go. */
const gone = (tags: readonly TagInfo[], how: RetentionRule): string[] =>
  simulateRetention(tags, how, NOW)
    .verdicts.filter(({ action }) => action === 'delete')
    .map(({ tag: { name } }) => name);

const FIVE = [tag('v1', 50), tag('v5', 0), tag('v3', 20), tag('v2', 40), tag('v4', 10)];

describe('simulateRetention', () => {
  it.each([
    { name: 'the newest by count, whatever the order', how: rule('count', 2), want: ['v3', 'v2', 'v1'] },
    { name: 'all when there are fewer than the count', how: rule('count', 5), want: [] },
    { name: 'what is newer than the days', how: rule('days', 30), want: ['v2', 'v1'] },
    { name: 'what is exactly as old as the days', how: rule('days', 40), want: ['v1'] },
    {
      name: 'a tag that is left out, without counting it',
      how: rule('count', 2, { exceptTags: ['v5'] }),
      want: ['v2', 'v1'],
    },
    { name: 'an old tag that is left out', how: rule('days', 30, { exceptTags: ['v1'] }), want: ['v2'] },
    { name: 'what a pattern leaves out', how: rule('count', 1, { exceptPatterns: ['v[12]'] }), want: ['v4', 'v3'] },
    {
      name: 'nothing more than the whole name matches',
      how: rule('days', 30, { exceptPatterns: ['v'] }),
      want: ['v2', 'v1'],
    },
    {
      name: 'what an anchored pattern leaves out',
      how: rule('days', 30, { exceptPatterns: ['^v2$'] }),
      want: ['v1'],
    },
  ])('keeps $name', ({ how, want }) => {
    expect(gone(FIVE, how)).toEqual(want);
  });

  it('decides between tags of the same moment by name', () => {
    const tags = [tag('b', 1), tag('a', 1), tag('c', 1)];
    expect(gone(tags, rule('count', 1))).toEqual(['b', 'c']);
    expect(gone(tags.toReversed(), rule('count', 1))).toEqual(['b', 'c']);
  });

  it('names the tags that keep an image, and counts freed images once', () => {
    const tags = [tag('new', 0, 'x', 7), tag('same', 9, 'x', 7), tag('old', 9, 'y', 30), tag('older', 9, 'y', 30)];
    const { verdicts, freedBytes } = simulateRetention(tags, rule('days', 5), NOW);
    expect(verdicts.map(({ tag: { name }, sharedWith }) => [name, sharedWith])).toEqual([
      ['new', []],
      ['old', []],
      ['older', []],
      ['same', ['new']],
    ]);
    expect(freedBytes).toBe(30);
  });

  it('gives the reason for each tag', () => {
    const reasons = (how: RetentionRule) => simulateRetention(FIVE, how, NOW).verdicts.map(({ reason }) => reason);
    expect(reasons(rule('count', 1, { exceptTags: ['v1'], exceptPatterns: ['(v2|v3)'] }))).toEqual([
      'the newest',
      'not the newest',
      'left out by pattern "(v2|v3)"',
      'left out by pattern "(v2|v3)"',
      'left out by tag "v1"',
    ]);
    expect(reasons(rule('days', 1))[1]).toBe('not updated for more than 1 day');
  });

  it('refuses what is no regular expression', () => {
    expect(() => simulateRetention([], rule('days', 1, { exceptPatterns: ['(v1'] }), NOW)).toThrow(
      expect.objectContaining({ code: 'USAGE' }),
    );
  });
});

describe('alternatives in a pattern', () => {
  it.each([
    { pattern: 'v1|v2', open: true },
    { pattern: '(v1)|v2', open: true },
    { pattern: '(v1|v2)', open: false },
    { pattern: '(?:v1|v2)-.*', open: false },
    { pattern: 'v[1|2]', open: false },
    { pattern: 'v1\\|v2', open: false },
    { pattern: '\\(v1|v2\\)', open: true },
    { pattern: '[(]v1|v2', open: true },
  ])('of "$pattern" stand outside parentheses: $open', ({ pattern, open }) => {
    expect(hasOpenAlternatives(pattern)).toBe(open);
  });

  it('match more than was meant without parentheses', () => {
    const names = ['v1', 'v2', 'v1.5', 'rc-v2', 'other'];
    expect(accidentalMatches('v1|v2', names)).toEqual(['v1.5', 'rc-v2']);
    expect(accidentalMatches('(v1|v2)', names)).toEqual([]);
  });
});
