import { isFull } from '../enterprise/quotas.ts';
import { INSTANCES } from '../enterprise/records.ts';
import { NAMESPACES, REPOSITORIES } from './records.ts';
import type { Place } from './place.ts';
import type { World } from './world.ts';

/** Whether the account of an organization, in this region, or an instance may have no other repository. */
export function isRepositoryQuotaUsed(
  world: World,
  { region, namespace }: Pick<Place, 'region' | 'namespace'>,
): boolean {
  if (world.database.get(INSTANCES, '', region) !== undefined) return isFull(world, { id: region }, 'repository');
  const limit = world.quotas.repository;
  if (limit === undefined) return false;
  const namespaces = world.database.all(NAMESPACES, region);
  const owner = namespaces.find(({ name }) => name === namespace)?.accountId;
  const counts = namespaces
    .filter(({ accountId }) => accountId === owner)
    .map(({ name }) => world.database.all(REPOSITORIES, `${region}/${name}`).length);
  return counts.reduce((sum, count) => sum + count, 0) >= limit;
}
