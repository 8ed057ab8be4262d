import { randomBytes } from 'node:crypto';
import type { User } from './accounts.ts';
import { put } from '../store/database.ts';
import { TEMPORARY_KEYS, type TemporaryKey } from '../domain/records.ts';
import type { World } from '../domain/world.ts';

/** Makes keys that end after `seconds`. */
export async function createTemporaryKey(world: World, user: User, seconds: number): Promise<TemporaryKey> {
  const key: TemporaryKey = {
    ak: `EMUTEMP${randomBytes(7).toString('hex').toUpperCase().slice(0, 13)}`,
    sk: randomBytes(20).toString('hex'),
    securityToken: randomBytes(48).toString('base64'),
    userId: user.id,
    expiresAt: new Date(world.now().getTime() + seconds * 1000).toISOString(),
  };
  await world.database.write(put(TEMPORARY_KEYS, '', key.ak, key));
  return key;
}
