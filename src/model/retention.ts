import { DAY_MS } from '../base/time.ts';
import { SwrctlError } from '../base/errors.ts';
import type { TagInfo } from './tag.ts';

/** Limits of SWR's rules. Source: docs/reference/service.md#retention. */
export const MAX_KEEP_DAYS = 365;
export const MAX_KEEP_COUNT = 1000;

/** Which tags a repository keeps; the service deletes the others. */
export interface RetentionRule {
  /** `days`: tags that were not updated for `amount` days go. `count`: all but the newest `amount` go. */
  readonly by: 'days' | 'count';
  readonly amount: number;
  /** Tags that the rule does not touch and does not count: selectors leave OUT of the rule what they match. */
  readonly exceptTags: readonly string[];
  /** The same by regular expression. */
  readonly exceptPatterns: readonly string[];
}

/** What a rule does to one tag. */
export interface RetentionVerdict {
  readonly tag: TagInfo;
  readonly action: 'keep' | 'delete';
  readonly reason: string;
  /** For a tag that goes: tags of the same image that stay, so that deleting it frees nothing. */
  readonly sharedWith: readonly string[];
}

export interface RetentionPreview {
  /** Newest first. */
  readonly verdicts: readonly RetentionVerdict[];
  /** Bytes of the images that lose their last tag, each counted once. Images may share layers, so it is a maximum. */
  readonly freedBytes: number;
}

/**
 * What SWR would do with these tags if the rule were run now. Nothing is changed.
 *
 * @throws {SwrctlError} USAGE for a pattern that is no regular expression.
 */
export function simulateRetention(tags: readonly TagInfo[], rule: RetentionRule, now: Date): RetentionPreview {
  const exceptions = exceptionsOf(rule);
  const newestFirst = [...tags].sort(
    (a, b) => b.updatedAt.getTime() - a.updatedAt.getTime() || (a.name < b.name ? -1 : 1),
  );
  let counted = 0;
  const decided = newestFirst.map((tag) => {
    const exception = exceptions.find(({ matches }) => matches(tag.name));
    if (exception !== undefined) return { tag, action: 'keep', reason: exception.reason } as const;
    const position = counted;
    counted += 1;
    return { tag, ...decide(rule, position, now.getTime() - tag.updatedAt.getTime()) };
  });
  const kept = decided.filter(({ action }) => action === 'keep');
  const verdicts = decided.map((one) => ({
    ...one,
    sharedWith:
      one.action === 'keep' ? [] : kept.filter(({ tag }) => tag.digest === one.tag.digest).map(({ tag }) => tag.name),
  }));
  return { verdicts, freedBytes: freedBytes(verdicts) };
}

type Decision = Pick<RetentionVerdict, 'action' | 'reason'>;

/** @param position among the tags that the rule counts, newest first, from 0. @param ageMs since the last update */
function decide({ by, amount }: RetentionRule, position: number, ageMs: number): Decision {
  if (by === 'count') {
    const newest = amount === 1 ? 'the newest' : `one of the newest ${amount}`;
    return position < amount ? { action: 'keep', reason: newest } : { action: 'delete', reason: `not ${newest}` };
  }
  const days = amount === 1 ? '1 day' : `${amount} days`;
  return ageMs > amount * DAY_MS
    ? { action: 'delete', reason: `not updated for more than ${days}` }
    : { action: 'keep', reason: `updated within ${days}` };
}

interface Exception {
  readonly matches: (name: string) => boolean;
  readonly reason: string;
}

function exceptionsOf({ exceptTags, exceptPatterns }: RetentionRule): Exception[] {
  return [
    ...exceptTags.map((tag) => ({ matches: (name: string) => name === tag, reason: `left out by tag "${tag}"` })),
    ...exceptPatterns.map((pattern) => {
      const regex = compilePattern(pattern);
      return { matches: (name: string) => regex.test(name), reason: `left out by pattern "${pattern}"` };
    }),
  ];
}

/**
 * As the service reads a pattern: with anchors put before and behind it as text, so that `v1|v2` becomes `^v1|v2$`.
 * That is why its manual wants parentheses around alternatives.
 *
 * @throws {SwrctlError} USAGE when it is no regular expression.
 */
export function compilePattern(pattern: string): RegExp {
  try {
    return new RegExp(`^${pattern}$`);
  } catch (cause) {
    throw new SwrctlError('USAGE', `"${pattern}" is not a regular expression`, {
      hint: 'Write it as for grep -E, for example: --except-regex "release-.*"',
      cause,
    });
  }
}

function freedBytes(verdicts: readonly RetentionVerdict[]): number {
  const gone = verdicts.filter(({ action, sharedWith }) => action === 'delete' && sharedWith.length === 0);
  const sizes = new Map(gone.map(({ tag }) => [tag.digest, tag.size]));
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

/** True when `pattern` has alternatives outside parentheses, of which each gets only one of the anchors. */
export function hasOpenAlternatives(pattern: string): boolean {
  let depth = 0;
  let setStart: number | undefined;
  for (let index = 0; index < pattern.length; index += 1) {
    const character = pattern[index];
    if (character === '\\') index += 1;
    // A bracket at the beginning of a set is one of its characters.
    else if (setStart !== undefined) setStart = character === ']' && index > setStart ? undefined : setStart;
    else if (character === '[') setStart = index + (pattern[index + 1] === '^' ? 2 : 1);
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (character === '|' && depth === 0) return true;
  }
  return false;
}

/**
 * Names that a pattern matches only because its alternatives are not in parentheses.
 *
 * @throws {SwrctlError} USAGE as `simulateRetention`.
 */
export function accidentalMatches(pattern: string, names: readonly string[]): string[] {
  const [written, meant] = [compilePattern(pattern), compilePattern(`(${pattern})`)];
  return names.filter((name) => written.test(name) && !meant.test(name));
}
