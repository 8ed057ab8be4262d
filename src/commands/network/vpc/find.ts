import { SwrctlError, hasCode } from '../../../base/errors.ts';
import type { InstanceClient } from '../../../swr/enterprise/client.ts';
import { getVpcEntry, listVpcEntries, type VpcEntry } from '../../../swr/enterprise/network.ts';
import { readAlignedPages } from '../../../swr/paging.ts';

/** All VPCs that were let in. */
export const listVpcs = (client: InstanceClient, max?: number): Promise<VpcEntry[]> =>
  readAlignedPages((page) => client.call(listVpcEntries, page), max);

/**
 * The entry of this id, or of this VPC.
 *
 * @throws {SwrctlError} NOT_FOUND; USAGE where several are of the VPC.
 */
export async function findVpc(client: InstanceClient, wanted: string): Promise<VpcEntry> {
  const all = await listVpcs(client);
  const byId = all.find(({ id }) => id === wanted);
  const named = all.filter(({ vpc, vpcName }) => vpc === wanted || vpcName === wanted);
  const found = byId ?? named[0];
  if (found === undefined) {
    throw new SwrctlError('NOT_FOUND', `No VPC "${wanted}" is let in to ${client.place.name}`, {
      hint: 'See which are with: swrctl network vpc list',
    });
  }
  if (byId !== undefined || named.length === 1) return found;
  throw new SwrctlError('USAGE', `Several entries are of VPC "${wanted}": ${named.map(({ id }) => id).join(', ')}`, {
    hint: 'Give the id of one of them',
  });
}

/** The entry as it is now; undefined when it is gone. @throws {SwrctlError} FAILED when the service gave up on it. */
export async function readVpc(client: InstanceClient, id: string): Promise<VpcEntry | undefined> {
  const entry = await client.call(getVpcEntry, { entry: id }).catch((error: unknown) => {
    if (hasCode(error, 'NOT_FOUND')) return undefined;
    throw error;
  });
  if (entry === undefined || !/error$/i.test(entry.status)) return entry;
  const what = entry.vpc ?? id;
  throw new SwrctlError(
    'FAILED',
    `The entry of VPC ${what} is ${entry.status}: ${entry.statusText ?? 'no reason is given'}`,
    {
      hint: `Remove it with: swrctl network vpc remove ${id}`,
    },
  );
}
