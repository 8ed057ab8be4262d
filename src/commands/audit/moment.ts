import { SwrctlError } from '../../base/errors.ts';
import { DAY_MS } from '../../base/time.ts';
import { isDay } from '../share/until.ts';

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: DAY_MS, w: 7 * DAY_MS };

/** An ISO 8601 time with its zone. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/;

/**
 * A moment that is over: so long ago, a day in UTC, or a time.
 *
 * @throws {SwrctlError} USAGE
 * @param dayEnds true: a day means its end, as the last one that counts.
 */
export function parseMoment(text: string, now: Date, flag: string, dayEnds = false): Date {
  const moment = momentOf(text.trim(), now, dayEnds);
  if (moment !== undefined && !Number.isNaN(moment.getTime())) return moment;
  throw new SwrctlError('USAGE', `${flag} is "${text}", expected a time`, {
    hint: `Write it as 24h or 7d for so long ago, as a day 2026-11-29, or as 2026-11-29T08:00:00Z`,
  });
}

function momentOf(text: string, now: Date, dayEnds: boolean): Date | undefined {
  const [, amount = '', unit = ''] = /^([1-9]\d{0,5})([mhdw])$/.exec(text) ?? [];
  if (amount !== '') return new Date(now.getTime() - Number(amount) * (UNIT_MS[unit] ?? NaN));
  if (/^\d{4}-\d\d-\d\d$/.test(text)) {
    return isDay(text) ? new Date(Date.parse(`${text}T00:00:00Z`) + (dayEnds ? DAY_MS - 1 : 0)) : undefined;
  }
  return TIME.test(text) && isDay(text.slice(0, 10)) ? new Date(text) : undefined;
}
