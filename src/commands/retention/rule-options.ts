import type { Command } from 'commander';
import { SwrctlError } from '../../base/errors.ts';
import { MAX_KEEP_COUNT, MAX_KEEP_DAYS, compilePattern, type RetentionRule } from '../../model/retention.ts';
import { forFlag, wholeNumber } from '../../app/settings/parse.ts';

/** As commander gives them. */
export interface RuleFlags {
  readonly keepDays?: number;
  readonly keepCount?: number;
  readonly exceptTag?: readonly string[];
  readonly exceptRegex?: readonly string[];
}

const collect = (text: string, before: readonly string[] = []): string[] => [...before, text];

const collectPattern = (text: string, before?: readonly string[]): string[] => {
  compilePattern(text); // refused before the first request
  return collect(text, before);
};

/** The flags that make a retention rule, for every verb that takes one. */
export function withRuleOptions(command: Command): Command {
  return command
    .option(
      '--keep-days <days>',
      `delete tags not updated for this long, 1 to ${MAX_KEEP_DAYS}`,
      forFlag(wholeNumber(1, MAX_KEEP_DAYS), '--keep-days'),
    )
    .option(
      '--keep-count <tags>',
      `delete all but the newest, 1 to ${MAX_KEEP_COUNT}`,
      forFlag(wholeNumber(1, MAX_KEEP_COUNT), '--keep-count'),
    )
    .option('--except-tag <tag>', 'leave this tag out of the rule (repeatable)', collect)
    .option('--except-regex <pattern>', 'leave matching tags out of the rule, "(a|b)" in parentheses', collectPattern);
}

/** @throws {SwrctlError} USAGE unless exactly one kind of rule was asked for. */
export function retentionRule({ keepDays, keepCount, exceptTag = [], exceptRegex = [] }: RuleFlags): RetentionRule {
  const exceptions = { exceptTags: exceptTag, exceptPatterns: exceptRegex };
  if (keepDays !== undefined && keepCount === undefined) return { by: 'days', amount: keepDays, ...exceptions };
  if (keepCount !== undefined && keepDays === undefined) return { by: 'count', amount: keepCount, ...exceptions };
  throw new SwrctlError(
    'USAGE',
    keepDays === undefined
      ? 'The rule says neither how long nor how many tags are kept'
      : '--keep-days and --keep-count contradict each other: a repository has one rule',
    { hint: 'Give one of --keep-days N and --keep-count N' },
  );
}
