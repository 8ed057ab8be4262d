import { list, map, number, object, optional, present, string, type Decoder } from '../../base/decode.ts';
import { endpoint, nothing } from '../endpoint.ts';
import type { Page } from '../paging.ts';
import { looseBoolean } from '../wire.ts';
import { count, maybeSeconds, maybeText, maybeTime } from './wire.ts';

export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Findings that never block a pull. */
export interface CveAllowList {
  /** The service wants it back with a change. */
  readonly id?: number;
  readonly cves: readonly string[];
  readonly expiresAt?: Date;
}

/** A namespace: what an organization is in the shared edition. */
export interface InstanceNamespace {
  readonly name: string;
  readonly id?: number;
  readonly isPublic: boolean;
  readonly autoScan: boolean;
  /** From which severity on pulls are blocked; `off` where they are not. */
  readonly block: Severity | 'off';
  /** The word of the service, which stays where it is when blocking is off. */
  readonly severity?: string;
  readonly allowList: CveAllowList;
  readonly repositoryCount?: number;
  readonly createdAt?: Date;
  readonly updatedAt?: Date;
}

const allowList: Decoder<CveAllowList> = map(
  object({
    id: optional(number),
    expires_at: maybeSeconds,
    items: list(map(object({ cve_id: string }), (item) => item.cve_id)),
  }),
  (wire) => ({ cves: wire.items, ...present({ id: wire.id, expiresAt: wire.expires_at }) }),
);

const metadata = object({
  public: looseBoolean,
  auto_scan: optional(looseBoolean),
  prevent_vul: optional(looseBoolean),
  severity: maybeText,
});

const namespace: Decoder<InstanceNamespace> = map(
  object({
    name: string,
    namespace_id: optional(number),
    metadata,
    cve_allowlist: optional(allowList),
    repo_count: optional(count),
    created_at: maybeTime,
    updated_at: maybeTime,
  }),
  (wire): InstanceNamespace => ({
    name: wire.name,
    isPublic: wire.metadata.public,
    autoScan: wire.metadata.auto_scan === true,
    block: blockOf(wire.metadata.prevent_vul, wire.metadata.severity),
    allowList: wire.cve_allowlist ?? { cves: [] },
    ...present({
      id: wire.namespace_id,
      severity: wire.metadata.severity,
      repositoryCount: wire.repo_count,
      createdAt: wire.created_at,
      updatedAt: wire.updated_at,
    }),
  }),
);

function blockOf(isBlocking: boolean | undefined, severity: string | undefined): InstanceNamespace['block'] {
  const found = SEVERITIES.find((one) => one === severity);
  // Blocking without a severity, or at "none", blocks whatever has a finding: that is from the lowest on.
  return isBlocking === true ? (found ?? 'low') : 'off';
}

/** Truth travels as text here. */
function encodeMetadata({ isPublic, autoScan, block, severity }: NamespaceSettings): Record<string, string> {
  return {
    public: String(isPublic),
    auto_scan: String(autoScan),
    prevent_vul: String(block !== 'off'),
    severity: block === 'off' ? (severity ?? 'none') : block,
  };
}

export type NamespaceSettings = Pick<InstanceNamespace, 'isPublic' | 'autoScan' | 'block' | 'severity'>;

const LIST = '/v2/{project}/instances/{instance}/namespaces';
const ONE = `/v2/{project}/instances/{instance}/namespaces/{namespace}`;

export const listInstanceNamespaces = endpoint({
  does: 'list the namespaces',
  method: 'GET',
  path: LIST,
  query: ['limit', 'offset', 'name', 'public'],
  decode: map(
    object({ namespaces: list(namespace), total: optional(count) }),
    ({ namespaces, total }): Page<InstanceNamespace> => ({ items: namespaces, ...present({ total }) }),
  ),
});

export const getInstanceNamespace = endpoint({
  does: 'show namespace {namespace}',
  method: 'GET',
  path: ONE,
  decode: namespace,
});

export const createInstanceNamespace = endpoint({
  does: 'create namespace {name}',
  method: 'POST',
  path: LIST,
  encode: ({ name, ...settings }: NamespaceSettings & { readonly name: string }) => ({
    namespace_name: name,
    metadata: encodeMetadata(settings),
  }),
  decode: nothing,
});

/** A whole document: what it leaves out may be lost. Its visibility has to be said each time. */
export const updateInstanceNamespace = endpoint({
  does: 'change namespace {namespace}',
  method: 'PUT',
  path: ONE,
  encode: ({
    allowList: allowed,
    id,
    ...settings
  }: NamespaceSettings & Pick<InstanceNamespace, 'allowList' | 'id'>) => ({
    metadata: encodeMetadata(settings),
    cve_allowlist: {
      ...present({ id: allowed.id, namespace_id: id }),
      ...(allowed.expiresAt === undefined ? {} : { expires_at: Math.floor(allowed.expiresAt.getTime() / 1000) }),
      items: allowed.cves.map((cve) => ({ cve_id: cve })),
    },
  }),
  decode: nothing,
});

export const deleteInstanceNamespace = endpoint({
  does: 'remove namespace {namespace}',
  method: 'DELETE',
  path: ONE,
  decode: nothing,
});
