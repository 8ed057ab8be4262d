import { SwrctlError } from '../../base/errors.ts';
import type { InstancePlace } from '../../model/instance.ts';
import type { SwrClient } from '../../swr/client.ts';
import { projectCaller } from '../../swr/enterprise/client.ts';
import { listInstances, type Instance } from '../../swr/enterprise/instances.ts';
import { readPages } from '../../swr/paging.ts';

/** Largest page of the list of instances. */
const PAGE_SIZE = 100;

/** All instances of the project. */
export function readInstances(swr: SwrClient, max?: number): Promise<Instance[]> {
  const call = projectCaller(swr);
  return readPages(
    async (limit, offset) => ({ value: await call(listInstances, { limit, offset }), headers: {} }),
    max,
    PAGE_SIZE,
  );
}

/**
 * The one of these that is called so, or has this id.
 *
 * @throws {SwrctlError} USAGE when several have the name: an id decides then.
 */
export function pickInstance<T extends Pick<InstancePlace, 'id' | 'name'>>(
  instances: readonly T[],
  wanted: string,
): T | undefined {
  const byId = instances.find(({ id }) => id === wanted);
  const [first, ...others] = byId === undefined ? instances.filter(({ name }) => name === wanted) : [byId];
  if (first === undefined || others.length === 0) return first;
  const ids = [first, ...others].map(({ id }) => id);
  throw new SwrctlError('USAGE', `${ids.length} instances are called "${wanted}": ${ids.join(', ')}`, {
    hint: `Give the id in place of the name: --instance ${first.id}`,
  });
}

/** @throws {SwrctlError} NOT_FOUND naming the ones that there are. */
export function noSuchInstance(wanted: string, instances: readonly Pick<InstancePlace, 'name'>[]): SwrctlError {
  const names = instances.map(({ name }) => name);
  const known = names.length === 0 ? 'there is none in this project' : `there are ${names.slice(0, 10).join(', ')}`;
  return new SwrctlError('NOT_FOUND', `There is no instance "${wanted}"; ${known}`, {
    hint: 'See region, project and instances with: swrctl instance list',
  });
}
