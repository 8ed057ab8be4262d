/** A copy of later pushes to another region. */
export interface SyncRule {
  readonly namespace: string;
  readonly repository: string;
  readonly targetRegion: string;
  readonly targetNamespace: string;
  /** True: a tag that exists there is overwritten. */
  readonly isOverride: boolean;
  /** True: pushes are copied by themselves. */
  readonly isAuto: boolean;
  readonly createdAt?: Date;
}

export const SYNC_STATES = ['waiting', 'running', 'success', 'failed', 'timeout', 'cancel', 'existed'] as const;

/** The copy of one tag to another region. */
export interface SyncJob {
  readonly id: number;
  readonly tag: string;
  readonly targetRegion: string;
  readonly targetNamespace: string;
  /** One of SYNC_STATES; newer ones pass through. */
  readonly status: string;
  readonly isOverride: boolean;
  readonly operator: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** True when a job will change its state by itself. */
export const isUnderWay = ({ status }: SyncJob): boolean => status === 'waiting' || status === 'running';
