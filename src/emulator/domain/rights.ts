import type { User } from '../iam/accounts.ts';
import { findUser } from '../iam/directory.ts';
import {
  NAMESPACES,
  NAMESPACE_GRANTS,
  REPOSITORIES,
  REPOSITORY_GRANTS,
  type Level,
  type Namespace,
} from './records.ts';
import { namespaceScope, repositoryScope, type Place } from './place.ts';
import { isSharedWith } from './shares.ts';
import type { World } from './world.ts';

/** What `user` may do in an organization. Grants count only inside the owning account. */
export function namespaceLevel(world: World, user: User, region: string, namespace: Namespace): Level {
  if (namespace.accountId !== user.account.id) return 0;
  if (user.isAdministrator) return 7;
  return world.database.get(NAMESPACE_GRANTS, `${region}/${namespace.name}`, user.id)?.level ?? 0;
}

/** The higher of the rights on the repository and on its organization. */
export function repositoryLevel(world: World, user: User, place: Place): Level {
  const namespace = world.database.get(NAMESPACES, place.region, place.namespace);
  if (namespace?.accountId !== user.account.id) return 0;
  const own = world.database.get(REPOSITORY_GRANTS, repositoryScope(place), user.id)?.level ?? 0;
  const outer = namespaceLevel(world, user, place.region, namespace);
  return own > outer ? own : outer;
}

/** What the registry asks: may somebody (undefined: anybody) do this? */
export function mayDo(
  world: World,
  userId: string | undefined,
  place: Place,
  action: 'pull' | 'push' | 'delete',
): boolean {
  const namespace = world.database.get(NAMESPACES, place.region, place.namespace);
  if (namespace === undefined) return false;
  const repository = world.database.get(REPOSITORIES, namespaceScope(place), place.repository);
  if (action === 'pull' && repository?.isPublic === true) return true;
  const user = userId === undefined ? undefined : findUser(world, 'id', userId);
  if (user === undefined) return false;
  if (action === 'pull') return repositoryLevel(world, user, place) >= 1 || isSharedWith(world, user, place);
  const level = world.quirks['org-level-push']
    ? namespaceLevel(world, user, place.region, namespace)
    : repositoryLevel(world, user, place);
  return level >= (action === 'push' ? 3 : 7);
}
