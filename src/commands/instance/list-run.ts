import { readInstances } from '../../app/instance/find-instance.ts';
import type { Context } from '../../app/world.ts';
import { INSTANCE_VIEW, instanceRow } from './view.ts';

export interface InstanceListOptions {
  /** Stop after this many. */
  readonly limit?: number;
}

/** `swrctl instance list`. */
export async function runInstanceList({ services, output }: Context, { limit }: InstanceListOptions): Promise<void> {
  const instances = await readInstances(await (await services()).swr(), limit);
  await output().list(instances.map(instanceRow), INSTANCE_VIEW);
}
