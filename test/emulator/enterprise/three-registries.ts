import { startTestEmulator, type TestEmulator, type TestEmulatorOptions } from '../../support/emulator.ts';

/** A registry with a login that it takes. */
export interface OneRegistry {
  readonly name: string;
  /** With port. */
  readonly host: string;
  readonly user: string;
  readonly password: string;
  /** `host/library/app`; the namespace or organization is there. */
  readonly app: string;
}

export interface ThreeRegistries {
  readonly emulator: TestEmulator;
  readonly shared: OneRegistry;
  readonly first: OneRegistry;
  readonly second: OneRegistry;
  readonly all: readonly OneRegistry[];
}

/** `user:password` */
export const credentialsOf = ({ user, password }: Pick<OneRegistry, 'user' | 'password'>): string =>
  `${user}:${password}`;

/** The shared edition and two instances beside it, on one port. */
export async function startThreeRegistries(options: TestEmulatorOptions = {}): Promise<ThreeRegistries> {
  const emulator = await startTestEmulator({
    ...{ instances: ['team-ci', 'other'], organizations: ['library'] },
    ...options,
  });
  const { info } = emulator;
  const at = (name: string, host: string, login: Pick<OneRegistry, 'user' | 'password'>): OneRegistry => ({
    ...{ name, host, ...login, app: `${host}/library/app` },
  });
  const shared = at('shared', info.registry, emulator.login());
  const [first, second] = info.instances.map(({ name, host, userId, authToken }) =>
    at(name, host, { user: userId, password: authToken }),
  );
  if (first === undefined || second === undefined) throw new Error('there are not two instances');
  return { emulator, shared, first, second, all: [shared, first, second] };
}

/**
 * The statuses of a call with Basic, as clients make it that follow no challenge, and of the token that the registry's
 * own challenge leads to.
 */
export async function statusesOf(
  { host }: Pick<OneRegistry, 'host'>,
  login: Pick<OneRegistry, 'user' | 'password'>,
): Promise<{ readonly base: number; readonly token: number }> {
  const headers = { authorization: `Basic ${Buffer.from(credentialsOf(login)).toString('base64')}` };
  const challenge = (await fetch(`http://${host}/v2/`)).headers.get('www-authenticate') ?? '';
  const [, realm = ''] = /realm="([^"]+)"/.exec(challenge) ?? [];
  const token = await fetch(`${realm}?scope=repository:library/app:pull`, { headers });
  return { base: (await fetch(`http://${host}/v2/`, { headers })).status, token: token.status };
}
