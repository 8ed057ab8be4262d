import type { RetentionRule } from '../../model/retention.ts';
import type { View } from '../../output/output.ts';
import type { RetentionPolicy } from '../../swr/endpoints/retentions.ts';

/** JSON fields of a rule: a contract with scripts. One of keepDays and keepCount is null, both where `other` is not. */
export const RETENTION_FIELDS = ['id', 'keepDays', 'keepCount', 'exceptTags', 'exceptPatterns', 'other'] as const;

/** A rule as JSON shows it. */
export interface RetentionRow {
  readonly id: number;
  readonly keepDays: number | null;
  readonly keepCount: number | null;
  readonly exceptTags: readonly string[];
  readonly exceptPatterns: readonly string[];
  /** Only on a rule that swrctl has no words for: as the service has it. */
  readonly other?: string;
}

/** One row per rule, so that none is dropped where the service holds several. */
export function retentionRows({ id, rules, otherRules }: RetentionPolicy): RetentionRow[] {
  return [
    ...rules.map(({ by, amount, exceptTags, exceptPatterns }) => ({
      id,
      keepDays: by === 'days' ? amount : null,
      keepCount: by === 'count' ? amount : null,
      exceptTags,
      exceptPatterns,
    })),
    ...otherRules.map((other) => ({
      id,
      keepDays: null,
      keepCount: null,
      exceptTags: [],
      exceptPatterns: [],
      other,
    })),
  ];
}

/** Rules of the repository `org/repo`, which is what the sibling verbs take: `-o name` prints it. */
export const retentionView = (repository: string): View<RetentionRow> => ({
  columns: [
    { header: 'Id', value: ({ id }) => id },
    { header: 'Keep days', value: ({ keepDays }) => keepDays, kind: 'number' },
    { header: 'Keep count', value: ({ keepCount }) => keepCount, kind: 'number' },
    { header: 'Except tags', value: ({ exceptTags }) => exceptTags, flow: 'wrap' },
    { header: 'Except patterns', value: ({ exceptPatterns }) => exceptPatterns, flow: 'wrap' },
    { header: 'Other', value: ({ other }) => other ?? null, wide: true },
  ],
  name: () => repository,
  empty: 'There is no rule, so no tag is deleted; try one with: swrctl retention preview ORG/REPO --keep-days 90',
});

/** `keep 30 days, except latest`. */
export function formatRule({ by, amount, exceptTags, exceptPatterns }: RetentionRule): string {
  const kept = by === 'days' ? `keep ${amount} ${amount === 1 ? 'day' : 'days'}` : `keep the newest ${amount}`;
  const except = [...exceptTags, ...exceptPatterns.map((pattern) => `/${pattern}/`)];
  return except.length === 0 ? kept : `${kept}, except ${except.join(' ')}`;
}

/** All rules of a repository in one line, for messages. */
export function formatPolicies(policies: readonly RetentionPolicy[]): string {
  return policies.flatMap(({ rules, otherRules }) => [...rules.map(formatRule), ...otherRules]).join('; ');
}
