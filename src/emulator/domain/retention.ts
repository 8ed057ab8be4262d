import { DAY_MS } from '../../base/time.ts';
import { put, type Table } from '../store/database.ts';
import { removeTags } from './image-removal.ts';
import { byNewest, formatTime, TAGS, type Tag } from './records.ts';
import { placeOfScope, repositoryScope, type Place } from './place.ts';
import type { World } from './world.ts';

/** A rule as it came over the wire. Source: SWR API reference, "Creating an Image Retention Policy". */
export interface RetentionRule {
  readonly template: 'date_rule' | 'tag_rule';
  /** Decimal text. `date_rule` has days, `tag_rule` has num. */
  readonly params: { readonly days?: string; readonly num?: string };
  /** Tags that the rule leaves alone. */
  readonly tag_selectors: readonly { readonly kind: 'label' | 'regexp'; readonly pattern: string }[];
}

export interface Retention {
  readonly id: number;
  readonly rule: RetentionRule;
}

/** One deleted tag. */
export interface RetentionLog {
  readonly id: number;
  readonly retentionId: number;
  readonly rule: RetentionRule;
  readonly tag: string;
  readonly createdAt: string;
}

/** These have the scope region/organization/repository and the id as key. A repository has one rule at most. */
export const RETENTIONS: Table<Retention> = { name: 'retention' };
export const RETENTION_LOGS: Table<RetentionLog> = { name: 'retention-log' };

/** The service puts anchors around the text as it is, hence its advice to write parentheses around alternatives. */
export function retentionPattern(pattern: string): RegExp {
  return new RegExp(`^${pattern}$`);
}

/** The tags that a rule deletes now. Selected tags are neither deleted nor counted. */
export function expiredTags(rule: RetentionRule, tags: readonly Tag[], now: Date): readonly Tag[] {
  const spared = rule.tag_selectors.map(({ kind, pattern }) =>
    kind === 'label' ? (name: string) => name === pattern : (name: string) => retentionPattern(pattern).test(name),
  );
  const counted = tags.filter(({ name }) => !spared.some((isSpared) => isSpared(name)));
  if (rule.template === 'tag_rule') {
    return counted.sort(byNewest(({ updatedAt }) => updatedAt)).slice(Number(rule.params.num));
  }
  const oldest = now.getTime() - Number(rule.params.days) * DAY_MS;
  return counted.filter(({ updatedAt }) => Date.parse(updatedAt) < oldest);
}

/** Applies the rule of a repository, if it has one, and logs what went. */
export async function runRetention(world: World, place: Place): Promise<void> {
  const scope = repositoryScope(place);
  for (const { id: retentionId, rule } of world.database.all(RETENTIONS, scope)) {
    const now = world.now();
    const names = expiredTags(rule, world.database.all(TAGS, scope), now).map(({ name }) => name);
    if (names.length === 0) continue;
    const logs = names.map((tag) => {
      const log = { id: world.database.nextId(), retentionId, rule, tag, createdAt: formatTime(now) };
      return put(RETENTION_LOGS, scope, String(log.id), log);
    });
    await removeTags(world, scope, names, logs);
  }
}

/** Applies every rule there is. */
export async function runAllRetentions(world: World): Promise<void> {
  for (const scope of world.database.scopes(RETENTIONS)) await runRetention(world, placeOfScope(scope));
}
