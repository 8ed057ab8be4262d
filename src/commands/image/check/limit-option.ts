import { Option } from 'commander';
import { parseLimit, type Limits } from '../../../model/limits.ts';

/** `--limit NAME=VALUE`, repeatable: one value of the table of limits that is another in the user's region. */
export function limitOption(): Option {
  return new Option(
    '--limit <name=value>',
    'a limit of your region, for example layer=50GB (repeatable; help limits)',
  ).argParser((text: string, before: Partial<Limits> = {}): Partial<Limits> => ({ ...before, ...parseLimit(text) }));
}
