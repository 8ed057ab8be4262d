import { SwrctlError, hasCode } from '../../base/errors.ts';
import { isCode } from '../../problem/codes.ts';
import type { SwrClient } from '../../swr/client.ts';
import { withoutEffect } from '../shared/changes.ts';
import { instanceInUse } from '../shared/edition.ts';
import { runRemoval } from '../shared/removal.ts';
import type { Context } from '../../app/world.ts';
import { deleteNamespace, getNamespace } from '../../swr/endpoints/namespaces.ts';
import { removeNamespacesOf } from './in-instance.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { listRepositories } from '../../swr/endpoints/repositories.ts';

export interface OrgRemoveOptions {
  readonly orgs: readonly string[];
  /** True: do not ask. */
  readonly yes: boolean;
}

/** `swrctl org remove`. */
export async function runOrgRemove(context: Context, { orgs, yes }: OrgRemoveOptions): Promise<void> {
  const client = await instanceInUse(context);
  if (client !== undefined) return removeNamespacesOf(context, client, orgs, yes);
  const swr = await (await context.services()).swr();
  await runRemoval(context, {
    items: orgs,
    noun: 'organization',
    isSure: yes,
    find: async (namespace) => {
      await swr.call(getNamespace, { namespace });
      return namespace;
    },
    describe: (namespace) => `organization "${namespace}"`,
    typed: (namespace) => namespace,
    remove: async (namespace) => {
      await removeOne(swr, namespace);
      context.output().note(`Removed organization ${namespace}`);
    },
  });
}

async function removeOne(swr: SwrClient, namespace: string): Promise<void> {
  const remove = (): Promise<unknown> => swr.call(deleteNamespace, { namespace });
  try {
    await writeAndLook(remove, async () => {
      if (await exists(swr, namespace)) throw withoutEffect(`organization ${namespace} is still there`);
    });
  } catch (error) {
    if (!isCode(error, 'ORG_NOT_EMPTY')) throw error;
    throw await notEmpty(swr, namespace, error);
  }
}

async function exists(swr: SwrClient, namespace: string): Promise<boolean> {
  try {
    await swr.call(getNamespace, { namespace });
    return true;
  } catch (error) {
    if (hasCode(error, 'NOT_FOUND')) return false;
    throw error;
  }
}

/** Says what stands in the way. */
async function notEmpty(swr: SwrClient, namespace: string, refusal: SwrctlError): Promise<SwrctlError> {
  const names = (await swr.call(listRepositories, { namespace, limit: 1000, offset: 0 })).map(({ name }) => name);
  const shown = names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
  return new SwrctlError('REFUSED', `Organization ${namespace} is not empty: it holds ${shown}`, {
    hint: `Look at them with: swrctl repo list ${namespace}`,
    service: refusal.service,
  });
}
