import { isIP } from 'node:net';
import { array, boolean, object, optional, string, withDefault, type Decoded } from '../../../base/decode.ts';
import type { Table } from '../../store/database.ts';
import { inInstance, type EnterpriseOperation, type InstanceCall } from '../call.ts';
import { no } from '../errors.ts';
import { encodeOfNamespace, type PolicyKind, policyOf, policyOperations } from '../policies.ts';
import { COUNTED_POLICIES, type Policy } from '../policy-records.ts';
import { isPrivateAddress } from '../private-address.ts';
import { noRuns } from '../runs.ts';
import { scopeRule } from '../selectors.ts';
import { choice, POLICY_NAME, several, text } from '../shapes.ts';

const decodePolicy = object({
  name: text({ min: 1, max: 256, pattern: POLICY_NAME }),
  description: withDefault(string, ''),
  targets: several(
    array(
      object({
        type: choice('http'),
        address: string,
        auth_header: optional(string),
        skip_cert_verify: withDefault(boolean, false),
        address_type: choice('internal', 'internet'),
      }),
    ),
    1,
  ),
  scope_rules: several(array(scopeRule), 1),
  event_types: optional(several(array(choice('PUSH_ARTIFACT')), 1)),
  enabled: boolean,
});

type WebhookPolicy = Decoded<typeof decodePolicy>;

/** Scope: instance and namespace. Key: id. */
const WEBHOOK_POLICIES: Table<Policy<WebhookPolicy>> = { name: COUNTED_POLICIES.trigger };

const kind: PolicyKind<WebhookPolicy> = {
  table: WEBHOOK_POLICIES,
  path: 'webhook/policies',
  quota: 'trigger',
  isOfNamespace: true,
  decode: decodePolicy,
  listKey: 'policies',
  isSorted: true,
  // The headers are among what the service's own models list, and whoever replaces the document has to have them.
  encode: encodeOfNamespace,
  isSame: (one, other) => one.name === other.name,
  check: (_call, document, before) => {
    for (const { address, address_type: type } of document.targets) requireAddress(address, type);
    if (before === undefined && document.event_types === undefined) throw no('badParameter', 'event_types');
    if (before !== undefined && addressesOf(before.document) !== addressesOf(document)) {
      throw no('badParameter', 'targets: the address cannot be changed');
    }
    return { ...document, event_types: document.event_types ?? before?.document.event_types };
  },
};

const addressesOf = ({ targets }: WebhookPolicy): string => targets.map(({ address }) => address).join(' ');

/** @throws {Refusal} 400 for what is no web address, or for an internal one that is not private. */
function requireAddress(address: string, type: 'internal' | 'internet'): void {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) throw no('badParameter', 'targets.address');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (type === 'internal' && (isIP(host) === 0 || !isPrivateAddress(host))) {
    throw no('badParameter', 'targets.address: an internal one is a private IP address');
  }
}

/** Policies that report pushes, which are not played, and the log of their deliveries, which is empty. */
export const webhookOperations: readonly EnterpriseOperation[] = [
  ...policyOperations(kind),
  inInstance('GET', 'namespaces/{namespace}/webhook/policies/{policy}/jobs', 1, (call: InstanceCall) => {
    policyOf(kind, call);
    return noRuns(call, 'jobs');
  }),
];
