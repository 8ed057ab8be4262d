import { BLOBS, MANIFESTS, REPOSITORIES } from '../domain/records.ts';
import type { InstanceQuotas, World } from '../domain/world.ts';
import { no } from './errors.ts';
import { endpointsOf } from './network.ts';
import { COUNTED_POLICIES } from './policy-records.ts';
import { INSTANCE_CREDENTIALS, INSTANCE_NAMESPACES, type Instance } from './records.ts';

type Counter = (world: World, instance: Pick<Instance, 'id'>) => number;

/** Policies are in the scope of the instance, or in those of its namespaces. */
const policies =
  (name: string): Counter =>
  ({ database }, { id }) =>
    database
      .scopesBelow(id)
      .filter(({ table }) => table === name)
      .reduce((sum, { scope }) => sum + database.all({ name }, scope).length, 0);

/** How much of each quota is used. */
const COUNTERS: Readonly<Record<keyof InstanceQuotas, Counter>> = {
  retention: policies(COUNTED_POLICIES.retention),
  trigger: policies(COUNTED_POLICIES.trigger),
  signing: policies(COUNTED_POLICIES.signing),
  registry: policies(COUNTED_POLICIES.registry),
  replication: policies(COUNTED_POLICIES.replication),
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
  COUNTERS[key](world, instance);

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
