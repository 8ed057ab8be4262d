import { list, map, object, optional, present, string, withDefault, type Decoder } from '../../base/decode.ts';
import { endpoint } from '../endpoint.ts';
import { looseNumber } from '../wire.ts';
import type { Page } from '../paging.ts';
import { count, maybeText, maybeTime } from './wire.ts';

const ONE = '/v2/{project}/instances/{instance}';

/** What an instance holds, and how much of it it may: the keys are those of the service without their endings. */
export interface Statistics {
  /** Bytes. */
  readonly storedBytes: number;
  readonly used: Readonly<Record<string, number>>;
  readonly quota: Readonly<Record<string, number>>;
}

/** What is counted, by our word for it: the field with the number in use, and the one with the quota. */
const COUNTED: Readonly<Record<string, readonly [used: string | undefined, quota: string]>> = {
  namespace: ['total_namespace_count', 'namespace_quota'],
  repository: ['total_image_count', 'image_repo_quota'],
  replication: ['replica_policy_count', 'replica_policy_quota'],
  retention: ['retention_policy_count', 'retention_policy_quota'],
  trigger: ['notify_policy_count', 'notify_policy_quota'],
  registry: ['replica_registry_count', 'replica_registry_quota'],
  signing: ['sign_policy_count', 'sign_policy_quota'],
  vpc: ['intranet_endpoint_count', 'intranet_endpoint_quota'],
  credential: [undefined, 'long_term_quota'],
};

const statistics: Decoder<Statistics> = (value, at) => {
  const read = (name: string): number | undefined => object({ [name]: optional(count) })(value, at)[name];
  const pick = (which: 0 | 1): Record<string, number> =>
    Object.fromEntries(
      Object.entries(COUNTED).flatMap(([name, fields]) => {
        const field = fields[which];
        const found = field === undefined ? undefined : read(field);
        return found === undefined ? [] : [[name, found]];
      }),
    );
  return { storedBytes: read('storage_used') ?? 0, used: pick(0), quota: pick(1) };
};

export const getStatistics = endpoint({
  does: 'read what the instance holds',
  method: 'GET',
  path: `${ONE}/statistics`,
  decode: statistics,
});

/** That somebody pulled, pushed or removed something. */
export interface AuditRecord {
  readonly id?: number;
  readonly operation: string;
  readonly resource: string;
  readonly resourceType?: string;
  /** Id of an IAM user. */
  readonly userId?: string;
  readonly time?: Date;
}

export const listAuditLogs = endpoint({
  does: 'list who did what in the instance',
  method: 'GET',
  path: `${ONE}/audit-logs`,
  query: ['operation', 'limit', 'offset'],
  decode: map(
    object({
      audit_logs: list(
        map(
          object({
            id: optional(looseNumber),
            operation: withDefault(string, ''),
            resource: withDefault(string, ''),
            resource_type: maybeText,
            username: maybeText,
            op_time: maybeTime,
          }),
          (wire): AuditRecord => ({
            operation: wire.operation,
            resource: wire.resource,
            ...present({ id: wire.id, resourceType: wire.resource_type, userId: wire.username, time: wire.op_time }),
          }),
        ),
      ),
      total: optional(count),
    }),
    ({ audit_logs: items, total }): Page<AuditRecord> => ({ items, ...present({ total }) }),
  ),
});
