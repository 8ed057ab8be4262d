import type { Table } from '../store/database.ts';

/** Where copies go. The pair is the key of a rule. */
export interface SyncTarget {
  readonly region: string;
  readonly namespace: string;
}

/** Copies every later push. */
export interface SyncRule extends SyncTarget {
  readonly id: number;
  /** Rules without it do nothing and are not listed. */
  readonly isAutomatic: boolean;
  readonly override: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** The copy of one tag. */
export interface SyncJob extends SyncTarget {
  readonly id: number;
  readonly tag: string;
  readonly override: boolean;
  readonly status: 'waiting' | 'running' | 'success' | 'failed' | 'existed';
  readonly operatorId: string;
  readonly operatorName: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Scope: region/organization/repository. Key: target region/target organization. */
export const SYNC_RULES: Table<SyncRule> = { name: 'sync-rule' };
/** Scope: region/organization/repository. Key: id. */
export const SYNC_JOBS: Table<SyncJob> = { name: 'sync-job' };
