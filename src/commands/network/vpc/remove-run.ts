import type { Context } from '../../../app/world.ts';
import type { InstanceClient } from '../../../swr/enterprise/client.ts';
import { deleteVpcEntry, type VpcEntry } from '../../../swr/enterprise/network.ts';
import { writeAndLook } from '../../../swr/write-and-look.ts';
import { withoutEffect } from '../../shared/changes.ts';
import { requireInstance } from '../../shared/edition.ts';
import { runRemoval } from '../../shared/removal.ts';
import { PAUSES_MS, waitUntil, type WaitFlag } from '../../shared/wait.ts';
import { NETWORK_OF } from '../words.ts';
import { findVpc, readVpc } from './find.ts';

export interface VpcRemoveOptions extends WaitFlag {
  readonly yes: boolean;
}

/** `swrctl network vpc remove`. */
export async function runVpcRemove(
  context: Context,
  names: readonly string[],
  { wait, yes }: VpcRemoveOptions,
): Promise<void> {
  const client = await requireInstance(context, NETWORK_OF);
  await runRemoval(context, {
    items: names,
    noun: 'VPC',
    isSure: yes,
    find: (wanted) => findVpc(client, wanted),
    describe: ({ id, vpc = id }) => `the access of VPC ${vpc} to ${client.place.name}`,
    remove: async (entry) => {
      const begun = await begin(client, entry);
      const left = begun === undefined || wait === undefined ? begun : await untilGone(context, client, entry, wait);
      const what = `VPC ${entry.vpc ?? entry.id}`;
      context
        .output()
        .note(
          left === undefined
            ? `${what} is let in to ${client.place.name} no longer`
            : `${what} is being shut out of ${client.place.name}; see whether it is gone with: swrctl network vpc list`,
        );
    },
  });
}

const begin = (client: InstanceClient, { id, status }: VpcEntry): Promise<VpcEntry | undefined> =>
  // Somebody else may have begun.
  status === 'Deleting'
    ? readVpc(client, id)
    : writeAndLook(
        () => client.call(deleteVpcEntry, { entry: id }),
        async () => {
          const left = await readVpc(client, id);
          if (left === undefined || left.status === 'Deleting') return left;
          throw withoutEffect(`the entry ${id} is ${left.status}`);
        },
      );

const untilGone = (
  context: Context,
  client: InstanceClient,
  { id, vpc = id }: VpcEntry,
  limitMs: number,
): Promise<VpcEntry | undefined> =>
  waitUntil(context, {
    label: `Shutting VPC ${vpc} out`,
    pausesMs: PAUSES_MS,
    limitMs,
    look: () => readVpc(client, id),
    isOver: (entry) => entry === undefined,
    hint: 'See whether it is gone with: swrctl network vpc list',
  });
