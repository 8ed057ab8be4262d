import type { EmulatorInfo } from '../../src/emulator/emulator.ts';
import type { TestEmulator } from './emulator.ts';

/** One registry of an emulator, as an unmodified client is told of it. */
export interface Site {
  readonly name: string;
  /** Host and port. */
  readonly host: string;
  readonly user: string;
  readonly password: string;
  /** `user:password` */
  readonly login: string;
  /** `host/namespace/web`, where a push may go. */
  readonly web: string;
}

/** Names of the instances that `siteOptions` starts. */
export const SITES = ['shared', 'team-ci', 'other'] as const;
type SiteName = (typeof SITES)[number];

/** For an emulator with all of them on one port. */
export const siteOptions = { organizations: ['team'], instances: ['team-ci', 'other'] };

/** The registry of the shared edition or of an instance. */
export function siteOf(emulator: TestEmulator, name: SiteName): Site {
  if (name === 'shared') {
    const { user, password } = emulator.login();
    return siteFrom(name, emulator.info.registry, user, password, 'team');
  }
  const { host, userId, authToken } = instanceOf(emulator.info, name);
  return siteFrom(name, host, userId, authToken, 'library');
}

export function instanceOf({ instances }: EmulatorInfo, name: string): EmulatorInfo['instances'][number] {
  const found = instances.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no instance ${name}`);
  return found;
}

function siteFrom(name: string, host: string, user: string, password: string, namespace: string): Site {
  return { name, host, user, password, login: `${user}:${password}`, web: `${host}/${namespace}/web` };
}
