import { DAY_MS } from '../../base/time.ts';
import { SwrctlError } from '../../base/errors.ts';
import type { Share } from '../../model/share.ts';

const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, d: DAY_MS, w: 7 * DAY_MS };
/** `30d`, `12h`, `2w` in milliseconds; undefined for any other text. */
export function longDurationMs(text: string): number | undefined {
  const [, amount = '', unit = ''] = /^([1-9]\d{0,4})([hdw])$/.exec(text.trim()) ?? [];
  return amount === '' ? undefined : Number(amount) * (UNIT_MS[unit] ?? 0);
}

/**
 * The end of a share, or of something else: `forever`, a duration from now, a day (which is the last one, in UTC), or an ISO 8601 time.
 *
 * @throws {SwrctlError} USAGE for anything else, and for what is over already.
 */
export function parseUntil(text: string, now: Date, flag = '--until'): Share['until'] {
  if (text === 'forever') return text;
  const end = endOf(text.trim(), now);
  if (end === undefined || Number.isNaN(end.getTime())) {
    throw new SwrctlError('USAGE', `${flag} is "${text}", expected a day, a duration or forever`, {
      hint: 'Write it as 2027-01-31, 30d or forever',
    });
  }
  if (end > now) return end;
  throw new SwrctlError('USAGE', `${flag} is "${text}", which is over already`, { hint: 'Give a day to come' });
}

function endOf(text: string, now: Date): Date | undefined {
  const duration = longDurationMs(text);
  // The service keeps seconds.
  if (duration !== undefined) return new Date(Math.ceil((now.getTime() + duration) / 1000) * 1000);
  if (/^\d{4}-\d\d-\d\d$/.test(text))
    return isDay(text) ? new Date(Date.parse(`${text}T00:00:00Z`) + DAY_MS) : undefined;
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?Z$/.test(text) ? new Date(text) : undefined;
}

/** Not 2027-02-30, which would become a day in March. */
export const isDay = (text: string): boolean => {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
};
