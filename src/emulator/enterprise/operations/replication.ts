import { object } from '../../../base/decode.ts';
import { gone, inInstance, type EnterpriseOperation, type InstanceCall } from '../call.ts';
import { no } from '../errors.ts';
import { wholeOf } from '../paging.ts';
import { numberOf, policyOperations, type PolicyKind } from '../policies.ts';
import { decodeReplication, registriesOf, REPLICATION_POLICIES, type ReplicationPolicy } from '../replication.ts';
import { notPlayed, runLists } from '../runs.ts';
import { whole } from '../shapes.ts';
import { TARGET_REGISTRIES } from '../target-registries.ts';

const kind: PolicyKind<ReplicationPolicy> = {
  table: REPLICATION_POLICIES,
  path: 'replication/policies',
  quota: 'replication',
  isOfNamespace: false,
  decode: decodeReplication,
  listKey: 'policies',
  isSorted: true,
  filter: ({ query }) => {
    const id = wholeOf(query, 'registry_id');
    return ({ document }) => id === undefined || registriesOf(document).includes(id);
  },
  encode: ({ id, createdAt, updatedAt, document }) => ({
    ...document,
    id,
    created_at: createdAt,
    updated_at: updatedAt,
  }),
  isSame: (one, other) => one.name === other.name,
  check: ({ world, instance }, document) => {
    const ids = registriesOf(document);
    const isKnown = (id: number): boolean =>
      world.database.get(TARGET_REGISTRIES, instance.id, String(id)) !== undefined;
    if (ids.length === 0 || !ids.every(isKnown)) throw no('badParameter', 'src_registry or dest_registry');
    return document;
  },
};

const RUNS = 'replication/executions';

/** Policies that copy images, and their runs, which are not played. What is to run is named in the body. */
export const replicationOperations: readonly EnterpriseOperation[] = [
  ...policyOperations(kind),
  inInstance('POST', RUNS, 3, executeReplication),
  inInstance('PUT', `${RUNS}/{execution}`, 3, stopReplication),
  ...runLists(RUNS, ({ query }) => wholeOf(query, 'policy_id')),
];

const decodeExecution = object({ policy_id: whole() });

function executeReplication(call: InstanceCall): never {
  const { policy_id: id } = call.body(decodeExecution);
  if (call.world.database.get(REPLICATION_POLICIES, call.instance.id, String(id)) === undefined) throw gone(call);
  throw notPlayed('replication');
}

function stopReplication(call: InstanceCall): never {
  numberOf(call, 'execution');
  throw gone(call);
}
