import type { Digest } from '../../model/digest.ts';
import { findUser } from '../iam/directory.ts';
import { runRetention } from './retention.ts';
import type { Place } from './place.ts';
import { syncPush } from './sync.ts';
import { fireTriggers } from './triggers.ts';
import type { World } from './world.ts';

/** What happens by itself when a tag was pushed, also when it has the same image as before. */
export async function afterPush(
  world: World,
  place: Place,
  tag: string,
  digest: Digest,
  userId: string | undefined,
): Promise<void> {
  await fireTriggers(world, place, tag, digest);
  const user = userId === undefined ? undefined : findUser(world, 'id', userId);
  if (user !== undefined) await syncPush(world, place, tag, user);
  await runRetention(world, place);
}
