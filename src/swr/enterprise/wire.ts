import { map, optional, string, withDefault, type Decoder } from '../../base/decode.ts';
import { SwrctlError } from '../../base/errors.ts';
import { looseNumber } from '../wire.ts';

/** RFC 3339, or `YYYY-MM-DD HH:MM:SS` in UTC: nobody has said which. Empty, absent and the year 1 are none. */
export const maybeTime: Decoder<Date | undefined> = (value, at) => {
  const text = withDefault(string, '')(value, at).trim();
  if (text === '' || text.startsWith('0001-01-01')) return undefined;
  const plain = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)(?: ?(?:UTC|\+0000))?$/.exec(text);
  const date = new Date(plain === null ? text : `${plain[1]}T${plain[2]}Z`);
  if (!Number.isNaN(date.getTime())) return date;
  throw new SwrctlError('API_SHAPE', `${at} is not a time`);
};

/** Seconds since 1970, as a number or text; 0 and absent are none. */
export const maybeSeconds: Decoder<Date | undefined> = map(optional(looseNumber), (seconds) =>
  seconds === undefined || seconds <= 0 ? undefined : new Date(seconds * 1000),
);

/** Text that may be absent, with an empty one as absent. */
export const maybeText: Decoder<string | undefined> = map(optional(string), (text) => (text === '' ? undefined : text));

export const count: Decoder<number> = withDefault(looseNumber, 0);

/** States of runs, scans and jobs in one word each: several spellings mean the same. */
export function oneWord(status: string): string {
  const word = status.toLowerCase();
  return { succeed: 'succeeded', success: 'succeeded', error: 'failed', fail: 'failed' }[word] ?? word;
}
