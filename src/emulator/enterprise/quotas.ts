import { BLOBS, MANIFESTS, REPOSITORIES } from '../domain/records.ts';
import type { InstanceQuotas, World } from '../domain/world.ts';
import { no } from './errors.ts';
import { endpointsOf } from './network.ts';
import { INSTANCE_CREDENTIALS, INSTANCE_NAMESPACES, type Instance } from './records.ts';

type Counter = (world: World, instance: Pick<Instance, 'id'>) => number;

/** How much of each quota is used. What is not listed is not counted yet. */
const COUNTERS: Readonly<Partial<Record<keyof InstanceQuotas, Counter>>> = {
  namespace: ({ database }, { id }) => database.all(INSTANCE_NAMESPACES, id).length,
  repository: ({ database }, { id }) =>
    database
      .all(INSTANCE_NAMESPACES, id)
      .reduce((sum, { name }) => sum + database.all(REPOSITORIES, `${id}/${name}`).length, 0),
  vpc: (world, instance) => endpointsOf(world, instance).length,
  credential: ({ database }, { id }) =>
    database.all(INSTANCE_CREDENTIALS, id).filter(({ name }) => name !== undefined).length,
};

export const usedOf = (world: World, instance: Pick<Instance, 'id'>, key: keyof InstanceQuotas): number =>
  COUNTERS[key]?.(world, instance) ?? 0;

/** Whether an instance may have no more of these. */
export const isFull = (world: World, instance: Pick<Instance, 'id'>, key: keyof InstanceQuotas): boolean =>
  usedOf(world, instance, key) >= world.quotas.ee[key];

/** @throws {Refusal} 403 when an instance may have no more of these. */
export function requireQuota(world: World, instance: Pick<Instance, 'id'>, key: keyof InstanceQuotas): void {
  if (isFull(world, instance, key)) throw no('quota', key);
}

/** Bytes that an instance holds: the same content counts once. */
export function storedBytes({ database }: World, { id }: Pick<Instance, 'id'>): number {
  const sizes = new Map<string, number>();
  for (const table of [BLOBS, MANIFESTS]) {
    const scopes = database.scopes(table).filter((scope) => scope.startsWith(`${id}/`));
    for (const { digest, size } of scopes.flatMap((scope) => database.all(table, scope))) sizes.set(digest, size);
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}
