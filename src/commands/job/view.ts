import { present } from '../../base/decode.ts';
import type { View } from '../../output/output.ts';
import type { Job } from '../../swr/enterprise/instances.ts';

/** JSON fields of a job: a contract. Source: docs/reference/contract.md#json-fields. */
export const JOB_FIELDS = [
  ...(['id', 'type', 'status', 'resource', 'instanceId', 'reason', 'createdAt', 'updatedAt'] as const),
] as const;

/** The states of jobs, as they are printed. */
export const JOB_STATES = ['creating', 'initializing', 'running', 'failed', 'succeeded'] as const;

export type JobState = (typeof JOB_STATES)[number];

/** A job as JSON shows it. */
export interface JobRow {
  readonly id: string;
  readonly type?: string;
  readonly status: string;
  /** Name of what it works on. */
  readonly resource?: string;
  readonly instanceId?: string;
  /** Why it failed. */
  readonly reason?: string;
  readonly createdAt?: string;
  readonly updatedAt?: string;
}

export function jobRow({ id, type, status, resource, instanceId, reason, createdAt, updatedAt }: Job): JobRow {
  return {
    id,
    status,
    ...present({ type, resource, instanceId, reason }),
    ...present({ createdAt: createdAt?.toISOString(), updatedAt: updatedAt?.toISOString() }),
  };
}

export const JOB_VIEW: View<JobRow> = {
  columns: [
    { header: 'ID', value: ({ id }) => id, field: 'id' },
    { header: 'Type', value: ({ type }) => type, drop: 2 },
    { header: 'Status', value: ({ status }) => status },
    { header: 'Resource', value: ({ resource }) => resource, drop: 3 },
    { header: 'Reason', value: ({ reason }) => reason, flow: 'wrap' },
    { header: 'Created at', value: ({ createdAt }) => createdAt, kind: 'time', drop: 1 },
    { header: 'Updated at', value: ({ updatedAt }) => updatedAt, kind: 'time', wide: true },
    { header: 'Instance ID', value: ({ instanceId }) => instanceId, wide: true },
  ],
  name: ({ id }) => id,
  empty: 'There are no jobs in this project and region',
};
