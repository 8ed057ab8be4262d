import type { Context } from '../../app/world.ts';
import { needsInstance, type InstanceClient } from '../../swr/enterprise/client.ts';

/** The API of the instance in use; undefined: the shared edition is. */
export async function instanceInUse({ services }: Pick<Context, 'services'>): Promise<InstanceClient | undefined> {
  const { instance, instances } = await services();
  return instance === undefined ? undefined : instances.client(instance);
}

/**
 * The same for what only instances have.
 *
 * @param what in words, as the subject of a sentence: `artifacts`.
 * @throws {SwrctlError} USAGE
 */
export async function requireInstance(context: Pick<Context, 'services'>, what: string): Promise<InstanceClient> {
  const client = await instanceInUse(context);
  if (client === undefined) throw needsInstance(what);
  return client;
}
