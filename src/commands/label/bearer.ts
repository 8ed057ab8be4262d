import type { Context } from '../../app/world.ts';
import { SwrctlError, hasCode } from '../../base/errors.ts';
import type { InstanceClient } from '../../swr/enterprise/client.ts';
import {
  createInstanceLabels,
  createNamespaceLabels,
  deleteInstanceLabels,
  deleteNamespaceLabels,
  listInstanceLabels,
  listNamespaceLabels,
  type Label,
} from '../../swr/enterprise/labels.ts';
import { getInstanceNamespace } from '../../swr/enterprise/namespaces.ts';
import { requireInstance } from '../shared/edition.ts';

/** What has labels: the instance in use, or one of its namespaces. */
export interface Bearer {
  /** For messages: `team-ci`, or `namespace web`. */
  readonly name: string;
  readonly list: () => Promise<Label[]>;
  readonly add: (labels: readonly Label[]) => Promise<unknown>;
  readonly remove: (labels: readonly Label[]) => Promise<unknown>;
}

export const openLabels = (context: Context): Promise<InstanceClient> =>
  requireInstance(context, 'A label of key and value');

/** @param namespace absent: the instance itself. */
export function bearerOf({ call, place }: InstanceClient, namespace: string | undefined): Bearer {
  if (namespace === undefined) {
    return {
      name: place.name,
      list: () => call(listInstanceLabels, {}),
      add: (body) => call(createInstanceLabels, { body }),
      remove: (body) => call(deleteInstanceLabels, { body }),
    };
  }
  return {
    name: `namespace ${namespace}`,
    list: () => call(listNamespaceLabels, { namespace }),
    add: (body) => call(createNamespaceLabels, { namespace, body }),
    remove: (body) => call(deleteNamespaceLabels, { namespace, body }),
  };
}

/**
 * Whose labels are to go, where the first of several words may be a namespace or a key: it is a namespace where there is
 * one, else a key.
 *
 * @throws {SwrctlError} USAGE where it is both.
 */
export async function splitNamespace(
  client: InstanceClient,
  words: readonly string[],
): Promise<{ readonly bearer: Bearer; readonly keys: readonly string[] }> {
  const [first = '', ...rest] = words;
  const instance = { bearer: bearerOf(client, undefined), keys: words };
  if (rest.length === 0 || first.includes('=') || !(await isNamespace(client, first))) return instance;
  const ofInstance = await instance.bearer.list();
  if (!ofInstance.some(({ key }) => key === first)) return { bearer: bearerOf(client, first), keys: rest };
  throw new SwrctlError('USAGE', `"${first}" is a namespace, and a label of ${client.place.name}, too`, {
    hint: `For the label, give its value: ${first}=VALUE; for the namespace, remove that label first`,
  });
}

async function isNamespace(client: InstanceClient, namespace: string): Promise<boolean> {
  try {
    await client.call(getInstanceNamespace, { namespace });
    return true;
  } catch (error) {
    if (hasCode(error, 'NOT_FOUND', 'REFERENCE_INVALID', 'REFUSED')) return false;
    throw error;
  }
}
