import { put, type Table } from '../store/database.ts';
import { formatTime } from '../domain/records.ts';
import type { Place } from '../domain/place.ts';
import type { World } from '../domain/world.ts';

/** That somebody pulled, pushed or removed something. */
export interface AuditRecord {
  readonly id: number;
  readonly operation: 'pull' | 'create' | 'delete';
  /** Namespace, repository and tag or digest. */
  readonly resource: string;
  readonly resourceType: 'artifact';
  /** Id of the IAM user; `anonymous` without a login. */
  readonly userId: string;
  readonly at: string;
}

/** Scope: id of the instance. Key: id. */
export const AUDIT_RECORDS: Table<AuditRecord> = { name: 'instance-audit' };

export async function recordAudit(
  world: World,
  { region, namespace, repository }: Place,
  operation: AuditRecord['operation'],
  reference: string,
  userId: string | undefined,
): Promise<void> {
  const id = world.database.nextId();
  const mark = reference.includes(':') ? '@' : ':';
  const record: AuditRecord = {
    id,
    operation,
    resource: `${namespace}/${repository}${mark}${reference}`,
    resourceType: 'artifact',
    userId: userId ?? 'anonymous',
    at: formatTime(world.now()),
  };
  await world.database.write(put(AUDIT_RECORDS, region, String(id), record));
}
