import { EXIT_CODES } from '../../base/exit-codes.ts';
import { formatColumns } from './columns.ts';

type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES] | 0;

const MEANINGS = {
  0: 'done; also when a list is empty, and when the reader of a pipe has enough',
  1: 'failed: a source that cannot be read or is damaged; network, TLS, disk; anything not below',
  2: 'wrong usage: unknown command, flag or argument, missing source file, bad reference, ambiguous image',
  3: 'a part of a batch failed (when all failed in the same way: the code of that)',
  4: 'no credentials, wrong ones, or not allowed',
  5: 'organization, repository, tag or image not found',
  6: 'refused by a guard: a blocker found by check, existing output, --no-clobber, --if-digest, missing --yes, a name or quota',
  7: 'throttled by the service after the last try, or blocked by it for a while',
  8: 'what add would make exists already (409)',
  10: 'differences found, by a command that compares',
  130: 'stopped by Ctrl-C (SIGINT)',
  143: 'stopped by SIGTERM',
} as const satisfies Record<ExitCode, string>;

/** `swrctl help exit-codes`, made from the table that decides them. */
export function exitCodesTopic(): string {
  const statuses = Object.entries(MEANINGS).map(([code, meaning]): [string, string] => [code, meaning]);
  const byCode = Object.entries(EXIT_CODES).map(([name, code]): [string, string] => [name, String(code)]);
  return `EXIT STATUS
${formatColumns(statuses)}

ERROR CODES
With JSON output an error is one line on stderr, the last one, whose "code" is
one of these. The number is the exit status.

${formatColumns(byCode)}

EXAMPLE
  $ swrctl org show team --json; case $? in 5) swrctl org add team;; esac
`;
}
