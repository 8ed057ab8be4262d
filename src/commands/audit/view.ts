import { present } from '../../base/decode.ts';
import type { View } from '../../output/output.ts';
import type { AuditRecord } from '../../swr/enterprise/activity.ts';

/** JSON fields of a record: a contract. Source: docs/reference/contract.md#json-fields. */
export const AUDIT_FIELDS = ['time', 'user', 'userId', 'operation', 'resource', 'resourceType'] as const;

/** That somebody did something, as JSON shows it. */
export interface AuditRow {
  readonly time?: string;
  /** Name of the user; the id where names cannot be looked up. */
  readonly user?: string;
  readonly userId?: string;
  /** pull, push or delete. */
  readonly operation: string;
  /** Namespace and repository, with tag or digest. */
  readonly resource: string;
  readonly resourceType?: string;
}

/** @param names of users, by id. */
export function auditRow(record: AuditRecord, names: ReadonlyMap<string, string>): AuditRow {
  const { time, userId, operation, resource, resourceType } = record;
  const user = userId === undefined ? undefined : (names.get(userId) ?? userId);
  return {
    ...present({ time: time?.toISOString(), user, userId }),
    operation: operation === 'create' ? 'push' : operation,
    resource,
    ...present({ resourceType }),
  };
}

export const AUDIT_VIEW: View<AuditRow> = {
  columns: [
    { header: 'Time', value: ({ time }) => time, kind: 'time' },
    { header: 'User', value: ({ user }) => user },
    { header: 'Operation', value: ({ operation }) => operation, drop: 1 },
    { header: 'Resource', value: ({ resource }) => resource, flow: 'shorten' },
    { header: 'User ID', value: ({ userId }) => userId, field: 'userId', wide: true },
    { header: 'Resource type', value: ({ resourceType }) => resourceType, wide: true },
  ],
  name: ({ resource }) => resource,
  empty: 'Nobody did that in this time; look further back with --since',
};
