import { present } from '../../base/decode.ts';
import type { View } from '../../output/output.ts';
import type { Domain } from '../../swr/enterprise/network.ts';

/** JSON fields of a domain: a contract. Source: docs/reference/contract.md#json-fields. */
export const DOMAIN_FIELDS = ['host', 'id', 'default', 'certificate', 'createdAt', 'updatedAt'] as const;

/** A host name of an instance as JSON shows it. */
export interface DomainRow {
  readonly host: string;
  readonly id: string;
  /** True for the one that the instance was made with. */
  readonly default: boolean;
  /** Id of a certificate; absent for the default domain. */
  readonly certificate?: string;
  readonly createdAt?: string;
  readonly updatedAt?: string;
}

export function domainRow({ host, id, isDefault, certificate, createdAt, updatedAt }: Domain): DomainRow {
  return {
    host,
    id,
    default: isDefault,
    ...present({ certificate, createdAt: createdAt?.toISOString(), updatedAt: updatedAt?.toISOString() }),
  };
}

export const DOMAIN_VIEW: View<DomainRow> = {
  columns: [
    { header: 'Host', value: ({ host }) => host },
    { header: 'Default', value: (row) => row.default },
    { header: 'Certificate', value: ({ certificate }) => certificate, drop: 1 },
    { header: 'Created at', value: ({ createdAt }) => createdAt, kind: 'time', drop: 2 },
    { header: 'ID', value: ({ id }) => id, field: 'id', wide: true },
    { header: 'Updated at', value: ({ updatedAt }) => updatedAt, kind: 'time', wide: true },
  ],
  name: ({ host }) => host,
  empty: 'The instance has no domains; add one with: swrctl domain add HOST --certificate ID',
};
