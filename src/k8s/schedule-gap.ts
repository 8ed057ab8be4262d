const DAY_MINUTES = 24 * 60;
/** Days that are looked at: eight years, so that 29 February is among them more than once. */
const DAYS = 8 * 366;

const NICKNAMES: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Which values a field of cron takes. */
interface Field {
  readonly has: (value: number) => boolean;
  /** True: it starts with a star, and so leaves the choice to the other field of days. */
  readonly isOpen: boolean;
}

function parseField(text: string, least: number, most: number, words: readonly string[] = []): Field {
  const numberOf = (word: string): number => {
    const index = words.indexOf(word.toLowerCase());
    return index < 0 ? Number(word) : index + least;
  };
  const values = text.split(',').flatMap((part) => {
    const [range = '', step] = part.split('/');
    const [from = '', to] = range.split('-');
    const first = range === '*' ? least : numberOf(from);
    const last = range === '*' || (to === undefined && step !== undefined) ? most : numberOf(to ?? from);
    const width = Math.max(1, Number(step ?? 1));
    return Array.from({ length: most - least + 1 }, (_, index) => index + least).filter(
      (value) => value >= first && value <= last && (value - first) % width === 0,
    );
  });
  return { has: (value) => values.includes(value), isOpen: text.startsWith('*') };
}

/** The days of a schedule: where both fields of days are given, one of them is enough. Source: crontab(5). */
function dayMatcher(dayText: string, monthText: string, weekdayText: string): (date: Date) => boolean {
  const day = parseField(dayText, 1, 31);
  const month = parseField(monthText, 1, 12, MONTHS);
  const weekday = parseField(weekdayText, 0, 7, WEEKDAYS);
  return (date) => {
    const isDay = day.has(date.getUTCDate());
    const isWeekday = weekday.has(date.getUTCDay()) || (date.getUTCDay() === 0 && weekday.has(7));
    const isEither = !day.isOpen && !weekday.isOpen;
    return month.has(date.getUTCMonth() + 1) && (isEither ? isDay || isWeekday : isDay && isWeekday);
  };
}

/**
 * The longest time between two runs of a schedule that `parseSchedule` took, in minutes; Infinity where it never runs twice
 * in eight years. Changes of the clock in spring and autumn are left out.
 */
export function longestGapMinutes(schedule: string): number {
  const [minuteText = '', hourText = '', ...days] = (NICKNAMES[schedule] ?? schedule).split(' ');
  const [dayText = '', monthText = '', weekdayText = ''] = days;
  const minute = parseField(minuteText, 0, 59);
  const hour = parseField(hourText, 0, 23);
  const times = Array.from({ length: DAY_MINUTES }, (_, time) => time).filter(
    (time) => hour.has(Math.floor(time / 60)) && minute.has(time % 60),
  );
  const isDay = dayMatcher(dayText, monthText, weekdayText);
  const dates = Array.from({ length: DAYS }, (_, index) => index).filter((index) =>
    isDay(new Date(Date.UTC(2024, 0, 1 + index))),
  );
  const [first] = times;
  const last = times.at(-1);
  if (first === undefined || last === undefined || dates.length < 2) return Infinity;
  const betweenDays = longestStep(dates) * DAY_MINUTES - last + first;
  return Math.max(betweenDays, longestStep(times));
}

/** The largest difference between neighbors; 0 for less than two. */
function longestStep(sorted: readonly number[]): number {
  return sorted.reduce((longest, value, index) => Math.max(longest, value - (sorted[index - 1] ?? value)), 0);
}
