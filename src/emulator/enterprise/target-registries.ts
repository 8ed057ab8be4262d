import { boolean, mapOf, map, object, optional, string, withDefault, type Decoded } from '../../base/decode.ts';
import type { Table } from '../store/database.ts';
import { COUNTED_POLICIES, type Policy } from './policy-records.ts';
import { choice, POLICY_NAME, text } from './shapes.ts';

export const decodeRegistry = object({
  name: text({ min: 1, max: 64, pattern: POLICY_NAME }),
  description: withDefault(string, ''),
  type: choice('swr-pro', 'swr-pro-internal', 'huawei-SWR'),
  project_id: optional(string),
  region_id: optional(string),
  instance_id: optional(string),
  url: text({ pattern: /^https?:\/\/[^/]/ }),
  credential: object({ type: choice('basic'), access_key: string, access_secret: string }),
  dns_conf: optional(object({ hosts: optional(map(mapOf(string), (hosts) => Object.fromEntries(hosts))) })),
  insecure: boolean,
});

/** A registry of somebody that images are copied to or from. */
export type TargetRegistry = Decoded<typeof decodeRegistry>;

/** Scope: instance. Key: id. */
export const TARGET_REGISTRIES: Table<Policy<TargetRegistry>> = { name: COUNTED_POLICIES.registry };
