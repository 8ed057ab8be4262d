import type { Context } from '../../app/world.ts';
import { deleteDomain } from '../../swr/enterprise/network.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { withoutEffect } from '../shared/changes.ts';
import { runRemoval } from '../shared/removal.ts';
import { findOwnDomain, lookUpDomain, openDomainsToChange } from './find.ts';

/** `swrctl domain remove`. */
export async function runDomainRemove(context: Context, hosts: readonly string[], isSure: boolean): Promise<void> {
  const client = await openDomainsToChange(context);
  await runRemoval(context, {
    items: hosts,
    noun: 'domain',
    isSure,
    find: (host) => findOwnDomain(client, host),
    describe: ({ host }) => `domain ${host}, under which nobody pulls any more`,
    remove: async ({ id, host }) => {
      await writeAndLook(
        () => client.call(deleteDomain, { domain: id }),
        async () => {
          if ((await lookUpDomain(client, host)) !== undefined) throw withoutEffect(`domain ${host} is still there`);
        },
      );
      context.output().note(`Removed domain ${host}`);
    },
  });
}
