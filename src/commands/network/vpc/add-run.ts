import type { Context } from '../../../app/world.ts';
import { requireProjectId } from '../../../swr/client.ts';
import type { InstanceClient } from '../../../swr/enterprise/client.ts';
import { createVpcEntry, type VpcEntry } from '../../../swr/enterprise/network.ts';
import { writeAndLook } from '../../../swr/write-and-look.ts';
import { withoutEffect } from '../../shared/changes.ts';
import { requireInstance } from '../../shared/edition.ts';
import { acceptExisting, type ExistOkFlag } from '../../shared/existing.ts';
import { PAUSES_MS, waitUntil, type WaitFlag } from '../../shared/wait.ts';
import { VPC_VIEW, vpcRow } from '../view.ts';
import { NETWORK_OF } from '../words.ts';
import { listVpcs, readVpc } from './find.ts';

export interface VpcAddOptions extends ExistOkFlag, WaitFlag {
  readonly vpc: string;
  readonly subnet: string;
  /** Id of the project of the VPC. Default: the one in use. */
  readonly project?: string;
  readonly description?: string;
}

/** `swrctl network vpc add`. */
export async function runVpcAdd(context: Context, options: VpcAddOptions): Promise<void> {
  const output = context.output();
  const client = await requireInstance(context, NETWORK_OF);
  const { vpc, wait } = options;
  const existing = await findSame(client, options);
  if (existing !== undefined) {
    acceptExisting(
      {
        fact: `VPC ${vpc} is let in to ${client.place.name} already`,
        isSame: options.description === undefined || existing.description === options.description,
        hint: `Remove it first: swrctl network vpc remove ${existing.id}`,
      },
      options,
      output,
    );
  }
  const begun = existing ?? (await create(client, options));
  const entry = wait === undefined ? begun : await untilRunning(context, client, begun, wait);
  if (existing === undefined) output.note(told(entry, client.place.name));
  if (output.isFormatAsked) await output.show(vpcRow(entry), VPC_VIEW);
}

function told({ vpc = '', status, ip }: VpcEntry, instance: string): string {
  if (status !== 'Running') {
    return `VPC ${vpc} is being let in to ${instance} (${status}); see how far it is with: swrctl network vpc list`;
  }
  return `VPC ${vpc} is let in to ${instance}${ip === undefined ? '' : ` at ${ip}`}`;
}

const findSame = async (
  client: InstanceClient,
  { vpc, subnet }: Pick<VpcAddOptions, 'vpc' | 'subnet'>,
): Promise<VpcEntry | undefined> => (await listVpcs(client)).find((one) => one.vpc === vpc && one.subnet === subnet);

/** Makes it and reads it back. */
async function create(client: InstanceClient, options: VpcAddOptions): Promise<VpcEntry> {
  const { vpc, subnet, project = requireProjectId(client.swr), description } = options;
  let id: string | undefined;
  return writeAndLook(
    async () => {
      id = await client.call(createVpcEntry, { body: { project, vpc, subnet, description } });
    },
    async () => {
      const found = id === undefined ? await findSame(client, options) : await readVpc(client, id);
      if (found === undefined) throw withoutEffect(`VPC ${vpc} is not let in`);
      return found;
    },
  );
}

async function untilRunning(
  context: Context,
  client: InstanceClient,
  begun: VpcEntry,
  limitMs: number,
): Promise<VpcEntry> {
  if (begun.status === 'Running') return begun;
  const found = await waitUntil(context, {
    label: `Letting VPC ${begun.vpc ?? begun.id} in`,
    pausesMs: PAUSES_MS,
    limitMs,
    look: () => readVpc(client, begun.id),
    isOver: (entry) => entry === undefined || entry.status === 'Running',
    hint: 'See how far it is with: swrctl network vpc list',
  });
  if (found === undefined) throw withoutEffect(`the entry ${begun.id} is gone`);
  return found;
}
