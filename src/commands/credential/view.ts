import { present } from '../../base/decode.ts';
import type { View } from '../../output/output.ts';
import type { LongTermCredential } from '../../swr/enterprise/credentials.ts';

/** JSON fields of a credential: a contract. Source: docs/reference/contract.md#json-fields. */
export const CREDENTIAL_FIELDS = ['name', 'id', 'enabled', 'user', 'createdAt', 'expiresAt'] as const;

/** Further fields of a new one, whose password is shown once. */
export const NEW_CREDENTIAL_FIELDS = ['name', 'id', 'registry', 'user', 'password', 'createdAt', 'expiresAt'] as const;

/** A long-term credential as JSON shows it, without its password. */
export interface CredentialRow {
  readonly name: string;
  readonly id: string;
  readonly enabled: boolean;
  readonly user?: string;
  readonly createdAt?: string;
  readonly expiresAt?: string;
}

export function credentialRow({
  name,
  id,
  isEnabled,
  userId,
  createdAt,
  expiresAt,
}: LongTermCredential): CredentialRow {
  return {
    name,
    id,
    enabled: isEnabled,
    ...present({ user: userId, createdAt: createdAt?.toISOString(), expiresAt: expiresAt?.toISOString() }),
  };
}

export const CREDENTIAL_VIEW: View<CredentialRow> = {
  columns: [
    { header: 'Name', value: ({ name }) => name },
    { header: 'Enabled', value: ({ enabled }) => enabled },
    { header: 'User', value: ({ user }) => user, drop: 1 },
    { header: 'Created at', value: ({ createdAt }) => createdAt, kind: 'time', drop: 2 },
    { header: 'ID', value: ({ id }) => id, field: 'id', wide: true },
    { header: 'Expires at', value: ({ expiresAt }) => expiresAt, kind: 'time', wide: true },
  ],
  name: ({ name }) => name,
  empty: 'There are no long-term credentials of yours; make one with: swrctl credential add NAME',
};

/** A credential that was made just now: the only time that its password is seen. */
export interface NewCredentialRow {
  /** Absent for a temporary one. */
  readonly name?: string;
  readonly id: string;
  readonly registry: string;
  readonly user: string;
  readonly password: string;
  readonly createdAt?: string;
  readonly expiresAt?: string;
}
