import type { RepositoryName } from '../../model/reference.ts';
import {
  accidentalMatches,
  hasOpenAlternatives,
  simulateRetention,
  type RetentionRule,
  type RetentionVerdict,
} from '../../model/retention.ts';
import type { TagInfo } from '../../model/tag.ts';
import type { Output } from '../../output/output.ts';
import { formatBytes } from '../../output/units.ts';
import type { SwrClient } from '../../swr/client.ts';
import { listTags } from '../../swr/endpoints/tags.ts';
import { readPages } from '../../swr/paging.ts';
import type { Context } from '../../app/world.ts';

export interface Simulation {
  /** Newest first. */
  readonly verdicts: readonly RetentionVerdict[];
  /** Those of tags that would go. */
  readonly gone: readonly RetentionVerdict[];
  /** One sentence without a full stop. */
  readonly summary: string;
}

/** Reads the tags, warns of patterns that do not mean what they look like, and says what the rule would delete now. */
export async function simulate(
  context: Context,
  swr: SwrClient,
  name: RepositoryName,
  rule: RetentionRule,
): Promise<Simulation> {
  const tags = await readPages((limit, offset) => swr.ask(listTags, { ...name, limit, offset }));
  warnOfPatterns(rule, tags, context.output());
  const { verdicts, freedBytes } = simulateRetention(tags, rule, context.world.now());
  const gone = verdicts.filter(({ action }) => action === 'delete');
  const summary =
    gone.length === 0
      ? `The rule would delete none of ${count(tags.length)}`
      : `The rule would delete ${gone.length} of ${count(tags.length)} and free at most ${formatBytes(freedBytes)}`;
  return { verdicts, gone, summary };
}

/** Why a tag stays or goes, and what that is worth. */
export function reasonOf({ reason, sharedWith }: Pick<RetentionVerdict, 'reason' | 'sharedWith'>): string {
  return sharedWith.length === 0 ? reason : `${reason}; frees nothing, same image as ${sharedWith.join(', ')}`;
}

const count = (tags: number): string => (tags === 1 ? '1 tag' : `${tags} tags`);

function warnOfPatterns({ exceptPatterns, exceptTags }: RetentionRule, tags: readonly TagInfo[], output: Output): void {
  const names = tags.map(({ name }) => name);
  for (const pattern of exceptPatterns.filter(hasOpenAlternatives)) {
    const more = accidentalMatches(pattern, names);
    const effect = more.length === 0 ? '' : `, and so leaves out ${more.join(', ')} too`;
    output.warn(`SWR reads "${pattern}" as "^${pattern}$"${effect}; write it as "(${pattern})"`);
  }
  for (const tag of exceptTags.filter((name) => !names.includes(name))) {
    output.warn(`--except-tag ${tag}: the repository has no such tag`);
  }
}
