import { Command } from 'commander';
import { SwrctlError, hasCode } from '../../base/errors.ts';
import { isCode } from '../../problem/codes.ts';
import type { SwrClient } from '../../swr/client.ts';
import { batchResult } from '../shared/batch.ts';
import { withoutEffect } from '../shared/changes.ts';
import { confirmRemoval } from '../shared/confirm.ts';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';

export interface OrgRemoveOptions {
  readonly orgs: readonly string[];
  /** True: do not ask. */
  readonly yes: boolean;
}

export const orgRemove = (context: Context): Command =>
  new Command('remove')
    .aliases(['rm', 'delete'])
    .description('Remove organizations; they must be empty')
    .argument('<org...>', 'organizations')
    .option('-y, --yes', 'do not ask', false)
    .addHelpText('after', examples('swrctl org remove team', 'swrctl org remove team-a team-b --yes'))
    .action((orgs: string[], { yes }: { yes: boolean }) => runOrgRemove(context, { orgs, yes }));

export async function runOrgRemove(context: Context, { orgs, yes }: OrgRemoveOptions): Promise<void> {
  const output = context.output();
  const swr = await (await context.services()).swr();
  const failures: unknown[] = [];
  for (const namespace of orgs) {
    try {
      await removeOne(context, swr, namespace, yes);
      output.note(`Removed organization ${namespace}`);
    } catch (error) {
      if (orgs.length === 1 || context.world.signal.aborted) throw error;
      failures.push(error);
    }
  }
  batchResult(failures, orgs.length, 'organization', output);
}

async function removeOne(context: Context, swr: SwrClient, namespace: string, isSure: boolean): Promise<void> {
  const { deleteNamespace, getNamespace } = await import('../../swr/endpoints/namespaces.ts');
  await swr.call(getNamespace, { namespace });
  await confirmRemoval(context, { what: `organization "${namespace}"`, isSure, typed: namespace });
  const { writeAndLook } = await import('../../swr/write-and-look.ts');
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
  const { getNamespace } = await import('../../swr/endpoints/namespaces.ts');
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
  const { listRepositories } = await import('../../swr/endpoints/repositories.ts');
  const names = (await swr.call(listRepositories, { namespace, limit: 1000, offset: 0 })).map(({ name }) => name);
  const shown = names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
  return new SwrctlError('REFUSED', `Organization ${namespace} is not empty: it holds ${shown}`, {
    hint: `Look at them with: swrctl repo list ${namespace}`,
    ...(refusal.service ? { service: refusal.service } : {}),
  });
}
