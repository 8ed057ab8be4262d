import { array, boolean, object, optional, string, withDefault, type Decoded } from '../../base/decode.ts';
import type { Table } from '../store/database.ts';
import { COUNTED_POLICIES, type Policy } from './policy-records.ts';
import { trigger } from './schedules.ts';
import { pattern } from './selectors.ts';
import { choice, POLICY_NAME, text, whole } from './shapes.ts';

export const decodeReplication = object({
  name: text({ min: 1, max: 256, pattern: POLICY_NAME }),
  description: withDefault(string, ''),
  src_registry: optional(object({ id: whole() })),
  dest_registry: optional(object({ id: whole() })),
  dest_namespace: withDefault(string, ''),
  filters: array(object({ type: choice('name', 'tag'), value: pattern })),
  repo_scope_mode: choice('regular', 'selection'),
  trigger: trigger('manual', 'scheduled', 'event_based'),
  override: withDefault(boolean, false),
  enabled: boolean,
});

/** What is copied from where to where, and when. */
export type ReplicationPolicy = Decoded<typeof decodeReplication>;

/** Scope: instance. Key: id. */
export const REPLICATION_POLICIES: Table<Policy<ReplicationPolicy>> = { name: COUNTED_POLICIES.replication };

/** Ids of the target registries of a policy. */
export const registriesOf = ({ src_registry, dest_registry }: ReplicationPolicy): readonly number[] =>
  [src_registry, dest_registry].flatMap((one) => (one === undefined ? [] : [one.id]));
