import { isCode } from '../../problem/codes.ts';
import { Command } from 'commander';
import { SwrctlError, hasCode } from '../../base/errors.ts';
import type { SwrClient } from '../../swr/client.ts';
import { withoutEffect } from '../shared/changes.ts';
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
  const { getNamespace } = await import('../../swr/endpoints/namespaces.ts');
  const { runRemoval } = await import('../shared/removal.ts');
  const output = context.output();
  const swr = await (await context.services()).swr();
  await runRemoval(context, {
    ...{ items: orgs, noun: 'organization', isSure: yes },
    find: async (namespace) => {
      await swr.call(getNamespace, { namespace });
      return namespace;
    },
    describe: (namespace) => `organization "${namespace}"`,
    typed: (namespace) => namespace,
    remove: async (namespace) => {
      await removeOne(swr, namespace);
      output.note(`Removed organization ${namespace}`);
    },
  });
}

async function removeOne(swr: SwrClient, namespace: string): Promise<void> {
  const { deleteNamespace } = await import('../../swr/endpoints/namespaces.ts');
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
