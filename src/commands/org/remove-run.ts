import { SwrctlError, hasCode } from '../../base/errors.ts';
import type { SwrClient } from '../../swr/client.ts';
import { runBatch } from '../shared/batch.ts';
import { withoutEffect } from '../shared/changes.ts';
import { confirmRemoval } from '../shared/confirm.ts';
import type { Context } from '../../app/world.ts';
import { deleteNamespace, getNamespace } from '../../swr/endpoints/namespaces.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { listRepositories } from '../../swr/endpoints/repositories.ts';

export interface OrgRemoveOptions {
  readonly orgs: readonly string[];
  /** True: do not ask. */
  readonly yes: boolean;
}

/** `swrctl org remove`. */
export async function runOrgRemove(context: Context, { orgs, yes }: OrgRemoveOptions): Promise<void> {
  const swr = await (await context.services()).swr();
  await runBatch<string, never>(context, { items: orgs, noun: 'organization' }, async (namespace) => {
    await removeOne(context, swr, namespace, yes);
    context.output().note(`Removed organization ${namespace}`);
    return undefined;
  });
}

async function removeOne(context: Context, swr: SwrClient, namespace: string, isSure: boolean): Promise<void> {
  await swr.call(getNamespace, { namespace });
  await confirmRemoval(context, { what: `organization "${namespace}"`, isSure, typed: namespace });
  const remove = (): Promise<unknown> => swr.call(deleteNamespace, { namespace });
  try {
    await writeAndLook(remove, async () => {
      if (await exists(swr, namespace)) throw withoutEffect(`organization ${namespace} is still there`);
    });
  } catch (error) {
    if (!(error instanceof SwrctlError) || !/4060074$/.test(error.service?.serviceCode ?? '')) throw error;
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
    ...(refusal.service ? { service: refusal.service } : {}),
  });
}
