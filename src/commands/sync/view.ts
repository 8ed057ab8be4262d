import type { SyncJob, SyncRule } from '../../model/sync.ts';
import type { View } from '../../output/output.ts';
import { formatName } from '../shared/names.ts';

/** JSON fields of a rule: a contract with scripts. */
export const RULE_FIELDS = ['repository', 'region', 'organization', 'override', 'createdAt'] as const;

/** A rule as JSON shows it. */
export interface RuleRow {
  readonly repository: string;
  /** Of the copies. */
  readonly region: string;
  readonly organization: string;
  readonly override: boolean;
  readonly createdAt: string | null;
}

export function ruleRow({ targetRegion, targetNamespace, isOverride, createdAt, ...name }: SyncRule): RuleRow {
  return {
    repository: formatName(name),
    region: targetRegion,
    organization: targetNamespace,
    override: isOverride,
    createdAt: createdAt?.toISOString() ?? null,
  };
}

export const RULE_VIEW: View<RuleRow> = {
  columns: [
    { header: 'Repository', value: ({ repository }) => repository },
    { header: 'Region', value: ({ region }) => region },
    { header: 'Organization', value: ({ organization }) => organization },
    { header: 'Override', value: ({ override }) => override, drop: 1 },
    { header: 'Created at', value: ({ createdAt }) => createdAt, kind: 'time', drop: 2 },
  ],
  name: ({ repository }) => repository,
  empty: 'Nothing is copied by itself; see: swrctl sync add --help',
};

/** JSON fields of a job: a contract with scripts. */
export const JOB_FIELDS = [
  'tag',
  'status',
  'region',
  'organization',
  'override',
  'operator',
  'createdAt',
  'updatedAt',
] as const;

/** A job as JSON shows it. */
export interface JobRow {
  readonly tag: string;
  /** waiting, running, success, failed, timeout, cancel or existed. */
  readonly status: string;
  readonly region: string;
  readonly organization: string;
  readonly override: boolean;
  readonly operator: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export const jobRow = (job: SyncJob): JobRow => ({
  tag: job.tag,
  status: job.status,
  region: job.targetRegion,
  organization: job.targetNamespace,
  override: job.isOverride,
  operator: job.operator,
  createdAt: job.createdAt.toISOString(),
  updatedAt: job.updatedAt.toISOString(),
});

export const JOB_VIEW: View<JobRow> = {
  columns: [
    { header: 'Tag', value: ({ tag }) => tag },
    { header: 'Status', value: ({ status }) => status },
    { header: 'Region', value: ({ region }) => region },
    { header: 'Organization', value: ({ organization }) => organization, drop: 3 },
    { header: 'Updated at', value: ({ updatedAt }) => updatedAt, kind: 'time', drop: 1 },
    { header: 'Override', value: ({ override }) => override, wide: true },
    { header: 'Operator', value: ({ operator }) => operator, wide: true },
    { header: 'Created at', value: ({ createdAt }) => createdAt, kind: 'time', wide: true },
  ],
  name: ({ tag }) => tag,
  empty: 'Nothing was copied from here yet',
};
