import { present } from '../../base/decode.ts';
import type { InstanceNamespace } from '../../swr/enterprise/namespaces.ts';
import type { Namespace } from '../../model/namespace.ts';
import type { View } from '../../output/output.ts';

/** JSON fields of an organization: a contract. Source: docs/reference/contract.md#json-fields. */
export const ORG_FIELDS = [
  ...(['name', 'permission', 'createdAt', 'creator'] as const),
  // In an instance, in place of permission and creator:
  ...(['public', 'autoScan', 'block', 'allowCves', 'allowUntil', 'repositoryCount', 'updatedAt'] as const),
] as const;

/** An organization as JSON shows it. */
export interface OrgRow {
  readonly name: string;
  readonly permission: string;
  readonly createdAt: string | null;
  readonly creator: string | null;
}

export function orgRow({ name, permission, createdAt, creator }: Namespace): OrgRow {
  return { name, permission, createdAt: createdAt?.toISOString() ?? null, creator: creator ?? null };
}

export const ORG_VIEW: View<OrgRow> = {
  columns: [
    { header: 'Name', value: ({ name }) => name },
    { header: 'Permission', value: ({ permission }) => permission },
    { header: 'Created at', value: ({ createdAt }) => createdAt, kind: 'time', wide: true },
    { header: 'Creator', value: ({ creator }) => creator, drop: 1 },
  ],
  name: ({ name }) => name,
  empty: 'There are no organizations here; create one with: swrctl org add NAME',
};

/** A namespace of an instance as JSON shows it. */
export interface NamespaceRow {
  readonly name: string;
  readonly public: boolean;
  readonly autoScan: boolean;
  /** Severity from which on pulls are blocked, or off. */
  readonly block: string;
  readonly allowCves: readonly string[];
  /** Until when these never block. Absent: for ever. */
  readonly allowUntil?: string;
  readonly repositoryCount?: number;
  readonly createdAt?: string;
  readonly updatedAt?: string;
}

export function namespaceRow(namespace: InstanceNamespace): NamespaceRow {
  const { name, isPublic, autoScan, block, allowList, repositoryCount, createdAt, updatedAt } = namespace;
  return {
    name,
    public: isPublic,
    autoScan,
    block,
    allowCves: allowList.cves,
    ...present({
      allowUntil: allowList.expiresAt?.toISOString(),
      repositoryCount,
      createdAt: createdAt?.toISOString(),
      updatedAt: updatedAt?.toISOString(),
    }),
  };
}

export const NAMESPACE_VIEW: View<NamespaceRow> = {
  columns: [
    { header: 'Name', value: ({ name }) => name },
    { header: 'Public', value: (row) => row.public },
    { header: 'Repositories', value: (row) => row.repositoryCount, kind: 'number', field: 'repositoryCount' },
    { header: 'Auto scan', value: ({ autoScan }) => autoScan, drop: 2 },
    { header: 'Block', value: ({ block }) => block, drop: 3 },
    { header: 'Created at', value: ({ createdAt }) => createdAt, kind: 'time', drop: 1 },
    { header: 'Updated at', value: ({ updatedAt }) => updatedAt, kind: 'time', wide: true },
    { header: 'Allow CVEs', value: ({ allowCves }) => allowCves, kind: 'lines', field: 'allowCves', wide: true },
    { header: 'Allow until', value: ({ allowUntil }) => allowUntil, kind: 'time', wide: true },
  ],
  name: ({ name }) => name,
  empty: 'There are no namespaces in the instance; create one with: swrctl org add NAME',
};
