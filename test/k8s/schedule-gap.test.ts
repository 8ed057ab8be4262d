import { describe, expect, it } from 'vitest';
import { longestGapMinutes } from '../../src/k8s/schedule-gap.ts';

const HOUR = 60;
const DAY = 24 * HOUR;

describe('longestGapMinutes', () => {
  it.each([
    { schedule: '17 */2 * * *', gap: 2 * HOUR },
    { schedule: '* * * * *', gap: 1 },
    { schedule: '*/45 * * * *', gap: 45 },
    { schedule: '5/20 * * * *', gap: 20 },
    { schedule: '0 8-18 * * *', gap: 14 * HOUR },
    { schedule: '0 0,12 * * *', gap: 12 * HOUR },
    { schedule: '0 */5 * * *', gap: 5 * HOUR },
    { schedule: '0 * * * Mon-Fri', gap: 2 * DAY + HOUR },
    { schedule: '0 0 * * 7', gap: 7 * DAY },
    { schedule: '0 0 1 * MON', gap: 7 * DAY },
    { schedule: '0 0 1 1 *', gap: 366 * DAY },
    { schedule: '0 0 1 JAN,jul *', gap: 184 * DAY },
    { schedule: '0 0 29 2 *', gap: (4 * 365 + 1) * DAY },
    { schedule: '0 0 31 2 *', gap: Infinity },
    { schedule: '@hourly', gap: HOUR },
    { schedule: '@daily', gap: DAY },
    { schedule: '@weekly', gap: 7 * DAY },
    { schedule: '@monthly', gap: 31 * DAY },
    { schedule: '@yearly', gap: 366 * DAY },
  ])('$schedule: $gap', ({ schedule, gap }) => {
    expect(longestGapMinutes(schedule)).toBe(gap);
  });
});
