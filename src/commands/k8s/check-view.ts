import type { View } from '../../output/view.ts';

/** JSON fields of `k8s check`: a contract with scripts. */
export const CHECK_FIELDS = ['name', 'namespace', 'registry', 'user', 'status', 'expiresAt', 'message'] as const;

/**
 * `expired`: refused, and its end has passed; `denied`: refused; `unreachable`: the registry gave no answer;
 * `unreadable`: there is no login in it.
 */
export type LoginStatus = 'ok' | 'expired' | 'denied' | 'unreachable' | 'unreadable';

/** One login of one secret, as JSON shows it. */
export interface LoginRow {
  /** Of the secret. */
  readonly name: string;
  readonly namespace: string | null;
  readonly registry: string | null;
  /** The middle of an AK is hidden. */
  readonly user: string | null;
  readonly status: LoginStatus;
  /** Null where the secret does not say: then it is as long as the access key lives, or not known. */
  readonly expiresAt: string | null;
  /** What is wrong, or good to know. */
  readonly message: string | null;
}

export const LOGIN_VIEW: View<LoginRow> = {
  columns: [
    { header: 'Name', value: ({ name }) => name },
    { header: 'Namespace', value: ({ namespace }) => namespace, drop: 1 },
    { header: 'Registry', value: ({ registry }) => registry },
    { header: 'User', value: ({ user }) => user, wide: true },
    { header: 'Status', value: ({ status }) => status },
    { header: 'Expires at', value: ({ expiresAt }) => expiresAt, kind: 'time', drop: 2 },
    { header: 'Message', value: ({ message }) => message, flow: 'wrap' },
  ],
  name: ({ name }) => name,
};
