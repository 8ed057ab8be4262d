import type { Secret, ServiceAccount } from 'kubernetes-types/core/v1.js';
import type { PasswordLogin } from '../auth/credential.ts';

/** When the logins in a secret end, ISO 8601 in UTC. Absent: as long as the access key lives. */
export const EXPIRES_AT = 'swrctl/expires-at';

export const LABELS = { 'app.kubernetes.io/managed-by': 'swrctl' } as const;

/** Type of a secret with a whole docker config in it. Source: Kubernetes, "Docker config Secrets". */
export const DOCKER_CONFIG_TYPE = 'kubernetes.io/dockerconfigjson';
export const DOCKER_CONFIG_KEY = '.dockerconfigjson';

export interface PullSecretOptions {
  readonly name: string;
  /** Absent: where kubectl puts it. */
  readonly namespace?: string | undefined;
  /** By registry host, port included. */
  readonly logins: ReadonlyMap<string, Pick<PasswordLogin, 'username' | 'password'>>;
  readonly expiresAt?: Date | undefined;
}

/** An image pull secret for any number of registries. */
export function pullSecret({ name, namespace, logins, expiresAt }: PullSecretOptions): Secret {
  const auths = Object.fromEntries(
    [...logins].map(([host, { username, password }]) => [
      host,
      { username, password, auth: base64(`${username}:${password}`) },
    ]),
  );
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      labels: LABELS,
      ...(expiresAt === undefined ? {} : { annotations: { [EXPIRES_AT]: expiresAt.toISOString() } }),
    },
    type: DOCKER_CONFIG_TYPE,
    data: { [DOCKER_CONFIG_KEY]: base64(JSON.stringify({ auths })) },
  };
}

/**
 * A service account whose pods pull with this secret. Applied to one that exists, it adds the secret to those that are
 * there: lists of pull secrets are merged by name.
 */
export function pullingServiceAccount(name: string, namespace: string | undefined, secret: string): ServiceAccount {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    imagePullSecrets: [{ name: secret }],
  };
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
