import { describe, expect, it } from 'vitest';
import { formatBytes, formatDuration, formatRate, formatRelativeTime } from '../../src/output/units.ts';

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '0.98 KiB'],
    [1024, '1 KiB'],
    [1536, '1.5 KiB'],
    [10 * 1024 + 512, '10.5 KiB'],
    [1023 * 1024, '1 MiB'],
    [324 * 1024 ** 2, '324 MiB'],
    [5 * 1024 ** 4, '5 TiB'],
    [9_007_199_254_740_991, '8 PiB'],
  ])('writes %d as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it('makes a rate of it', () => {
    expect(formatRate(25 * 1024 ** 2)).toBe('25 MiB/s');
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0ms'],
    [812, '812ms'],
    [12_900, '12s'],
    [185_000, '3m 05s'],
    [7_800_000, '2h 10m'],
    [356_400_000, '4d 3h'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe('formatRelativeTime', () => {
  const now = new Date('2026-08-20T12:00:00Z');

  it.each([
    ['2026-08-20T11:59:30Z', 'just now'],
    ['2026-08-20T12:00:30Z', 'just now'],
    ['2026-08-20T11:59:00Z', '1 minute ago'],
    ['2026-08-20T10:00:00Z', '2 hours ago'],
    ['2026-08-17T11:00:00Z', '3 days ago'],
    ['2026-06-01T12:00:00Z', '2 months ago'],
    ['2024-01-01T12:00:00Z', '2 years ago'],
    ['2026-08-22T12:00:00Z', 'in 2 days'],
    ['2026-08-20T17:59:57Z', 'in 6 hours'],
    ['2026-08-20T12:29:50Z', 'in 30 minutes'],
    ['2026-08-20T12:59:50Z', 'in 1 hour'],
    ['2026-08-21T11:59:00Z', 'in 1 day'],
    ['2026-08-20T14:40:00Z', 'in 3 hours'],
  ])('sees %s as %s', (time, text) => {
    expect(formatRelativeTime(new Date(time), now)).toBe(text);
  });
});
