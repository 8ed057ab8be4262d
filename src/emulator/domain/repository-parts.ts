import type { Table } from '../store/database.ts';
import { BLOBS, MANIFESTS, REPOSITORY_GRANTS, TAGS } from './records.ts';
import { RETENTION_LOGS, RETENTIONS } from './retention.ts';
import { SHARES } from './shares.ts';
import { SYNC_JOBS, SYNC_RULES } from './sync-records.ts';
import { TRIGGER_RUNS, TRIGGERS } from './triggers.ts';

/** Everything that goes away with a repository. */
export const REPOSITORY_PARTS: readonly Table<unknown>[] = [
  ...[REPOSITORY_GRANTS, BLOBS, MANIFESTS, TAGS, SHARES],
  ...[TRIGGERS, TRIGGER_RUNS, RETENTIONS, RETENTION_LOGS, SYNC_RULES, SYNC_JOBS],
];
