import { ADMINISTRATOR } from './iam/accounts.ts';
import { INSTANCES, INSTANCE_CREDENTIALS } from './enterprise/records.ts';
import { READY_CREDENTIAL } from './enterprise/seed.ts';
import type { World } from './domain/world.ts';
import { findAccountProject, listUsers } from './iam/directory.ts';
import { DEFAULT_REGION } from './domain/regions.ts';

/** What a client needs to know. This is the ready line of `emulator start -o json`. */
export interface EmulatorInfo {
  readonly endpoint: string;
  readonly registry: string;
  readonly iamEndpoint: string;
  readonly region: string;
  readonly project: string;
  readonly projectId: string;
  readonly account: string;
  readonly user: string;
  readonly password: string;
  readonly ak: string;
  readonly sk: string;
  /** The other users of the same account. */
  readonly users: readonly {
    readonly name: string;
    readonly id: string;
    readonly ak: string;
    readonly sk: string;
    readonly password: string;
  }[];
  /** Instances of the enterprise edition, each with the long-term credential `ci`. */
  readonly instances: readonly {
    readonly name: string;
    readonly id: string;
    /** With port. */
    readonly host: string;
    readonly userId: string;
    readonly authToken: string;
  }[];
}

export function describeEmulator({ database, hosts }: World, host: string, port: number): EmulatorInfo {
  const registry = `${reachable(host)}:${port}`;
  const endpoint = `http://${registry}`;
  const { name: user, password, ak, sk, account } = ADMINISTRATOR;
  const users = listUsers({ database })
    .filter((one) => one.account.id === account.id && one.id !== ADMINISTRATOR.id)
    .map((one) => ({ name: one.name, id: one.id, ak: one.ak, sk: one.sk, password: one.password }));
  const projectId = findAccountProject({ database }, account.id, 'name', DEFAULT_REGION)?.id ?? '';
  return {
    endpoint,
    registry,
    iamEndpoint: endpoint,
    region: DEFAULT_REGION,
    project: DEFAULT_REGION,
    projectId,
    account: account.name,
    user,
    password,
    ak,
    sk,
    users,
    instances: database.all(INSTANCES, '').flatMap(({ id, name: instance }) => {
      const login = database.all(INSTANCE_CREDENTIALS, id).find((one) => one.name === READY_CREDENTIAL);
      if (login === undefined) return [];
      const { userId, authToken } = login;
      return [{ name: instance, id, host: hosts.addressOf(id), userId, authToken }];
    }),
  };
}

/** A host that listens everywhere is reached on the loopback address; IPv6 needs brackets. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
