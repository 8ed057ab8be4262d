import { put, type Table } from '../store/database.ts';
import { formatTime } from '../domain/records.ts';
import type { Place } from '../domain/place.ts';
import type { World } from '../domain/world.ts';

/** That somebody pulled, pushed or removed something. */
export interface AuditRecord {
  readonly id: number;
  readonly operation: 'pull' | 'create' | 'delete';
  /** Namespace, repository, and tag or digest of an artifact. */
  readonly resource: string;
  readonly resourceType: 'artifact' | 'repository';
  /** Id of the IAM user; `anonymous` without a login. */
  readonly userId: string;
  readonly at: string;
}

/** Scope: id of the instance. Key: id. */
export const AUDIT_RECORDS: Table<AuditRecord> = { name: 'instance-audit' };

/** Writes down what happened to a version, or to a whole repository when there is no reference. */
export async function recordAudit(
  world: World,
  { region, namespace, repository }: Place,
  operation: AuditRecord['operation'],
  reference: string | undefined,
  userId: string | undefined,
): Promise<void> {
  const id = world.database.nextId();
  const what = reference === undefined ? '' : `${reference.includes(':') ? '@' : ':'}${reference}`;
  const record: AuditRecord = {
    id,
    operation,
    resource: `${namespace}/${repository}${what}`,
    resourceType: reference === undefined ? 'repository' : 'artifact',
    userId: userId ?? 'anonymous',
    at: formatTime(world.now()),
  };
  await world.database.write(put(AUDIT_RECORDS, region, String(id), record));
}
