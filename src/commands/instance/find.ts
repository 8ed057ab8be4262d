import { SwrctlError } from '../../base/errors.ts';
import { noSuchInstance, pickInstance, readInstances } from '../../app/instance/find-instance.ts';
import { placeOf } from '../../app/instance/open-instance.ts';
import type { Context } from '../../app/world.ts';
import { NO_INSTANCE } from '../../model/instance.ts';
import type { InstanceClient } from '../../swr/enterprise/client.ts';
import type { Instance } from '../../swr/enterprise/instances.ts';

/** An instance as the service describes it now, and its API. */
export interface FoundInstance {
  readonly instance: Instance;
  readonly client: InstanceClient;
}

/**
 * The instance of this name or id, else the one in use. It is always asked for: it may not be ready yet.
 *
 * @throws {SwrctlError} USAGE without a name where no instance is in use; NOT_FOUND.
 */
export async function findInstance({ services }: Context, name: string | undefined): Promise<FoundInstance> {
  const { settings, instances, swr } = await services();
  const wanted = name ?? settings.instance;
  if (wanted === undefined || wanted === NO_INSTANCE) {
    throw new SwrctlError('USAGE', 'No instance is named, and none is in use', {
      hint: 'Give its name; see which there are with: swrctl instance list',
    });
  }
  const all = await readInstances(await swr());
  const instance = pickInstance(all, wanted);
  if (instance === undefined) throw noSuchInstance(wanted, all);
  return { instance, client: await instances.client(placeOf(instance)) };
}
