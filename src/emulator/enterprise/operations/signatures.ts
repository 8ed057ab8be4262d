import { array, boolean, object, string, withDefault, type Decoded } from '../../../base/decode.ts';
import type { Table } from '../../store/database.ts';
import { inInstance, type EnterpriseOperation, type InstanceCall } from '../call.ts';
import { encodeOfNamespace, type PolicyKind, policyOf, policyOperations } from '../policies.ts';
import { COUNTED_POLICIES, type Policy } from '../policy-records.ts';
import { notPlayed, runLists } from '../runs.ts';
import { trigger } from '../schedules.ts';
import { scopeRule } from '../selectors.ts';
import { choice, POLICY_NAME, several, text } from '../shapes.ts';

const decodePolicy = object({
  name: text({ min: 1, max: 256, pattern: POLICY_NAME }),
  description: withDefault(string, ''),
  enabled: boolean,
  signature_method: choice('KMS'),
  signature_algorithm: choice('ECDSA_SHA_384', 'SM2DSA_SM3', 'ECDSA_SHA_256'),
  signature_key: text({ min: 1 }),
  trigger: trigger('manual', 'event_based'),
  scope_rules: several(array(scopeRule), 1),
});

type SignaturePolicy = Decoded<typeof decodePolicy>;

/** Scope: instance and namespace. Key: id. */
const SIGNATURE_POLICIES: Table<Policy<SignaturePolicy>> = { name: COUNTED_POLICIES.signing };

const kind: PolicyKind<SignaturePolicy> = {
  table: SIGNATURE_POLICIES,
  path: 'signature/policies',
  quota: 'signing',
  isOfNamespace: true,
  decode: decodePolicy,
  listKey: 'policies',
  encode: encodeOfNamespace,
  isSame: (one, other) => one.name === other.name,
};

const RUNS = 'namespaces/{namespace}/signature/policies/{policy}/executions';

/** Policies that sign what they cover, and their runs, which are not played. */
export const signatureOperations: readonly EnterpriseOperation[] = [
  ...policyOperations(kind),
  inInstance('POST', RUNS, 3, executeSigning),
  ...runLists(RUNS, (call) => policyOf(kind, call)),
];

function executeSigning(call: InstanceCall): never {
  policyOf(kind, call);
  throw notPlayed('signing');
}
