import { counted } from '../base/words.ts';

const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const KIBI = 1024;

/** Bytes for people: `512 B`, `1.5 KiB`, `324 MiB`; three significant digits at most. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 999.5 and up would print as four digits, so the next unit is used from there.
  while (Math.abs(value) >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= KIBI;
    unit += 1;
  }
  return `${unit === 0 ? Math.round(value) : shortNumber(value)} ${BYTE_UNITS[unit] ?? 'B'}`;
}

function shortNumber(value: number): string {
  const digits = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return String(Number(value.toFixed(digits)));
}

/** Bytes per second for people. */
export function formatRate(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Milliseconds for people, two parts at most: `800ms`, `12s`, `3m 05s`, `2h 10m`, `4d 3h`. */
export function formatDuration(ms: number): string {
  if (ms < SECOND) return `${Math.round(ms)}ms`;
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)}s`;
  if (ms < HOUR) return parts(ms, MINUTE, 'm', SECOND, 's');
  return ms < DAY ? parts(ms, HOUR, 'h', MINUTE, 'm') : parts(ms, DAY, 'd', HOUR, 'h');
}

function parts(ms: number, big: number, bigName: string, small: number, smallName: string): string {
  const rest = Math.floor((ms % big) / small);
  const digits = bigName === 'd' ? 1 : 2;
  return `${Math.floor(ms / big)}${bigName} ${String(rest).padStart(digits, '0')}${smallName}`;
}

const AGES: readonly (readonly [unit: string, ms: number])[] = [
  ['year', 365 * DAY],
  ['month', 30 * DAY],
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
];

/** Of a unit, when what is a little less counts as one: what ends after 6 hours ends `in 6 hours` some seconds later. */
const NEARLY = 0.98;

/** A moment seen from `now`: `3 days ago`, `in 2 hours`, `just now` (within a minute). */
export function formatRelativeTime(time: Date, now: Date): string {
  const distance = now.getTime() - time.getTime();
  const isAhead = distance < 0;
  const [unit, ms] = AGES.find(([, size]) => Math.abs(distance) >= size * (isAhead ? NEARLY : 1)) ?? [];
  if (unit === undefined || ms === undefined) return 'just now';
  const count = isAhead ? Math.round(-distance / ms) : Math.floor(distance / ms);
  const amount = counted(count, unit);
  return isAhead ? `in ${amount}` : `${amount} ago`;
}
