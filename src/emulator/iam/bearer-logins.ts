import { DAY_MS } from '../../base/time.ts';
import { randomBytes } from 'node:crypto';
import type { User } from './accounts.ts';
import { put, type Table } from '../store/database.ts';
import type { World } from '../domain/world.ts';

/** A login of the enhanced login command. */
export interface BearerLogin {
  readonly name: string;
  readonly password: string;
  readonly userId: string;
  readonly region: string;
  readonly expiresAt: string;
}

/** Scope: empty. Key: name. */
const BEARER_LOGINS: Table<BearerLogin> = { name: 'bearer-login' };

/** Begins the user part of a docker login. */
export const BEARER_PREFIX = 'bearertoken@';

/** Source: docs/reference/service.md#temporary-logins. */
const LIFE_MS = DAY_MS;

export async function createBearerLogin(world: World, user: User, region: string): Promise<BearerLogin> {
  const login: BearerLogin = {
    name: `${BEARER_PREFIX}${randomBytes(12).toString('hex')}`,
    password: randomBytes(48).toString('base64url'),
    userId: user.id,
    region,
    expiresAt: new Date(world.now().getTime() + LIFE_MS).toISOString(),
  };
  await world.database.write(put(BEARER_LOGINS, '', login.name, login));
  return login;
}

/** Undefined when there is none of that name, or it is over. */
export function findBearerLogin(world: World, name: string): BearerLogin | undefined {
  const login = world.database.get(BEARER_LOGINS, '', name);
  return login !== undefined && Date.parse(login.expiresAt) > world.now().getTime() ? login : undefined;
}
