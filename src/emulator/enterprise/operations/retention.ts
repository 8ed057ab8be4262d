import { array, boolean, object, optional, record, type Decoded } from '../../../base/decode.ts';
import type { Table } from '../../store/database.ts';
import { inInstance, type EnterpriseOperation, type InstanceCall } from '../call.ts';
import { requireGate } from '../gates.ts';
import { policyOf, policyOperations, type PolicyKind } from '../policies.ts';
import { COUNTED_POLICIES, type Policy } from '../policy-records.ts';
import { notPlayed, runLists } from '../runs.ts';
import { trigger } from '../schedules.ts';
import { scopeFields } from '../selectors.ts';
import { choice, POLICY_NAME, several, text, whole } from '../shapes.ts';

const decodeRule = object({
  priority: whole(),
  disabled: optional(boolean),
  action: choice('retain'),
  template: choice('latestPulledN', 'latestPushedK', 'nDaysSinceLastPush', 'nDaysSinceLastPull'),
  params: record,
  ...scopeFields,
  repo_scope_mode: choice('regular', 'selection'),
});

const MAX_RULES = 15; // as many as Harbor takes

const decodePolicy = object({
  algorithm: choice('or'),
  enabled: boolean,
  rules: several(array(decodeRule), 1, MAX_RULES),
  trigger: trigger('manual', 'scheduled'),
  name: text({ min: 1, max: 256, pattern: POLICY_NAME }),
});

type RetentionPolicy = Decoded<typeof decodePolicy>;

/** Scope: instance and namespace. Key: id. */
const RETENTION_POLICIES: Table<Policy<RetentionPolicy>> = { name: COUNTED_POLICIES.retention };

const kind: PolicyKind<RetentionPolicy> = {
  table: RETENTION_POLICIES,
  path: 'retention/policies',
  quota: 'retention',
  isOfNamespace: true,
  decode: decodePolicy,
  listKey: 'retentions',
  encode: ({ id, namespace, document }) => ({
    ...document,
    id,
    namespace_id: namespace?.id,
    namespace_name: namespace?.name,
    rules: document.rules.map((rule, index) => ({ id: index + 1, ...rule })),
  }),
  isSame: (one, other) => one.name === other.name,
  check: ({ instance }, document) => {
    if (document.rules.length > 1) requireGate(instance, 'enableCombinationRetention');
    return document;
  },
};

const RUNS = 'namespaces/{namespace}/retention/policies/{policy}/executions';

/** Policies that keep versions and remove the others, and their runs, which are not played. */
export const retentionOperations: readonly EnterpriseOperation[] = [
  ...policyOperations(kind),
  inInstance('POST', RUNS, 3, executeRetention),
  ...runLists(RUNS, (call) => policyOf(kind, call)),
];

const decodeExecution = object({ dry_run: boolean });

function executeRetention(call: InstanceCall): never {
  policyOf(kind, call);
  call.body(decodeExecution);
  throw notPlayed('runs of retention policies');
}
