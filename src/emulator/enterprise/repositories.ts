import { drop, remove } from '../store/database.ts';
import { collectContent } from '../domain/content-collection.ts';
import { BLOBS, MANIFESTS, REPOSITORIES, TAGS, type Repository } from '../domain/records.ts';
import { repositoryScope, type Place } from '../domain/place.ts';
import type { World } from '../domain/world.ts';
import { namespaceOf, type InstanceCall } from './call.ts';
import { no } from './errors.ts';
import { INSTANCE_NAMESPACES, type Instance, type InstanceNamespace } from './records.ts';

/** A repository of an instance, with what its entries say of what is around it. */
export interface Found {
  readonly repository: Repository;
  readonly namespace: InstanceNamespace;
  readonly place: Place;
  /** Key of everything in it. */
  readonly scope: string;
}

/** The repository of `{namespace}` and `{repository}`. @throws {Refusal} 404 */
export function repositoryOf(call: InstanceCall): Found {
  const namespace = namespaceOf(call);
  const { world, instance, params } = call;
  const repository = world.database.get(REPOSITORIES, `${instance.id}/${namespace.name}`, params['repository'] ?? '');
  if (repository === undefined) throw no('notFound');
  return foundOf(instance, namespace, repository);
}

/** The repositories of a namespace, or of all, in the order of their making. */
export function repositoriesOf({ database }: World, instance: Instance): readonly Found[] {
  return database
    .all(INSTANCE_NAMESPACES, instance.id)
    .flatMap((namespace) =>
      database
        .all(REPOSITORIES, `${instance.id}/${namespace.name}`)
        .map((repository) => foundOf(instance, namespace, repository)),
    );
}

function foundOf({ id }: Instance, namespace: InstanceNamespace, repository: Repository): Found {
  const place = { region: id, namespace: namespace.name, repository: repository.name };
  return { repository, namespace, place, scope: repositoryScope(place) };
}

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
