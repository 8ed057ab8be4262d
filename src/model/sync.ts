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

/** The copy of one tag to another region. */
export interface SyncJob {
  readonly id: number;
  readonly tag: string;
  readonly targetRegion: string;
  readonly targetNamespace: string;
  /** waiting, running, success, failed, timeout, cancel or existed; newer ones pass through. */
  readonly status: string;
  readonly isOverride: boolean;
  readonly operator: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** True when a job will change its state by itself. */
export const isUnderWay = ({ status }: SyncJob): boolean => status === 'waiting' || status === 'running';
