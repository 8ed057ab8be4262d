import { SwrctlError } from '../../base/errors.ts';
import type { TriggerCondition } from '../../model/trigger.ts';

/** `all`, `tag=T` or `regex=R`. @throws {SwrctlError} USAGE */
export function parseOn(text: string): TriggerCondition {
  if (text === 'all') return { by: 'all', pattern: '' };
  const [, by, pattern = ''] = /^(tag|regex)=(.+)$/.exec(text) ?? [];
  if (by === 'tag') return { by, pattern };
  if (by === 'regex') return { by, pattern: checkPattern(pattern) };
  throw new SwrctlError('USAGE', `--on is "${text}", expected all, tag=TAG or regex=PATTERN`, {
    hint: 'Write it as for example --on tag=latest or --on "regex=^v2"',
  });
}

function checkPattern(pattern: string): string {
  try {
    new RegExp(pattern);
    return pattern;
  } catch (cause) {
    throw new SwrctlError('USAGE', `"${pattern}" is not a regular expression`, {
      hint: 'Write it as for grep -E, for example: --on "regex=^v2"',
      cause,
    });
  }
}

/** The same text again. */
export const formatOn = ({ by, pattern }: TriggerCondition): string => (by === 'all' ? by : `${by}=${pattern}`);
