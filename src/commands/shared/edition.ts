import type { Context } from '../../app/world.ts';
import { hasCode } from '../../base/errors.ts';
import { mayNameRegistry } from '../../model/reference.ts';
import { getInstanceNamespace } from '../../swr/enterprise/namespaces.ts';
import { needsInstance, type InstanceClient } from '../../swr/enterprise/client.ts';

/** The API of the instance in use; undefined: the shared edition is. */
export async function instanceInUse({ services }: Pick<Context, 'services'>): Promise<InstanceClient | undefined> {
  const { instance, instances } = await services();
  return instance === undefined ? undefined : instances.client(instance);
}

/**
 * The same for an operand: the host that it names may be that of another registry.
 *
 * @param text `[HOST/]NS/REPO…`
 */
export async function instanceFor(
  context: Pick<Context, 'services'>,
  text: string,
): Promise<InstanceClient | undefined> {
  const client = await instanceInUse(context);
  if (client === undefined || !mayNameRegistry(text)) return client;
  const [first = ''] = text.split('/', 1);
  if (first.toLowerCase() === client.place.host) return client;
  if (!/^[a-z0-9]+([._-][a-z0-9]+)*$/.test(first)) return undefined; // a port, or another host for sure
  const isNamespace = await client.call(getInstanceNamespace, { namespace: first }).then(
    () => true,
    (error: unknown) => {
      if (hasCode(error, 'NOT_FOUND', 'AUTH_DENIED')) return false;
      throw error;
    },
  );
  return isNamespace ? client : undefined;
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
