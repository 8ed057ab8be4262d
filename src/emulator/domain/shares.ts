import type { User } from '../iam/accounts.ts';
import type { Table } from '../store/database.ts';
import { repositoryScope, type Place } from './place.ts';
import type { World } from './world.ts';

/** That another account may pull a private repository. */
export interface Share {
  readonly id: number;
  readonly accountName: string;
  /** `forever` or a time. */
  readonly deadline: string;
  readonly description: string;
  readonly creatorId: string;
  readonly creatorName: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Scope: region/organization/repository. Key: name of the account. */
export const SHARES: Table<Share> = { name: 'share' };

export function isValidShare({ deadline }: Share, now: Date): boolean {
  return deadline === 'forever' || Date.parse(deadline) > now.getTime();
}

/** Whether a share that has not ended lets this user pull. */
export function isSharedWith(world: World, user: User, place: Place): boolean {
  const share = world.database.get(SHARES, repositoryScope(place), user.account.name);
  return share !== undefined && isValidShare(share, world.now());
}
