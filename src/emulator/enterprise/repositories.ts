import { drop, remove } from '../store/database.ts';
import { collectContent } from '../domain/content-collection.ts';
import { BLOBS, MANIFESTS, REPOSITORIES, TAGS, type Repository } from '../domain/records.ts';
import { repositoryScope } from '../domain/place.ts';
import type { World } from '../domain/world.ts';
import type { Instance } from './records.ts';

/** Removes repositories with everything in them. */
export async function removeRepositories(
  world: World,
  { id: region }: Pick<Instance, 'id'>,
  repositories: readonly Repository[],
): Promise<void> {
  for (const { namespace, name } of repositories) {
    const scope = repositoryScope({ region, namespace, repository: name });
    const digests = [...world.database.all(BLOBS, scope), ...world.database.all(MANIFESTS, scope)].map(
      (one) => one.digest,
    );
    await world.database.write(
      remove(REPOSITORIES, `${region}/${namespace}`, name),
      ...[TAGS, MANIFESTS, BLOBS].map((table) => drop(table, scope)),
    );
    await collectContent(world, digests);
  }
}
