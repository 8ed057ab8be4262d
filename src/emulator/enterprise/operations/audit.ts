import { json, type Reply } from '../../server/handler.ts';
import { byNewest } from '../../domain/records.ts';
import { AUDIT_RECORDS } from '../audit.ts';
import { inInstance, type EnterpriseOperation, type InstanceCall } from '../call.ts';
import { no } from '../errors.ts';
import { choiceOf, offsetPage } from '../paging.ts';

/** Who pulled, pushed or removed what. */
export const auditOperations: readonly EnterpriseOperation[] = [inInstance('GET', 'audit-logs', 1, listAudit)];

/** Of one kind, which has to be named; newest first. `username` is the id of a user. */
function listAudit({ world, instance, query }: InstanceCall): Reply {
  const operation = choiceOf(query, 'operation', ['pull', 'create', 'delete']);
  if (operation === undefined) throw no('badParameter', 'operation');
  const records = world.database
    .all(AUDIT_RECORDS, instance.id)
    .filter((record) => record.operation === operation)
    .sort(byNewest(({ at }) => at));
  const page = offsetPage(records, query).map((record) => ({
    id: record.id,
    operation: record.operation,
    resource_type: record.resourceType,
    resource: record.resource,
    username: record.userId,
    op_time: record.at,
  }));
  return json(200, { audit_logs: page, total: records.length });
}
