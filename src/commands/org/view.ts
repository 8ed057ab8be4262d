import type { Namespace } from '../../model/namespace.ts';
import type { View } from '../../output/output.ts';

/** JSON fields of an organization: a contract. Source: docs/reference/contract.md#json-fields. */
export const ORG_FIELDS = ['name', 'permission', 'createdAt', 'creator'] as const;

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
