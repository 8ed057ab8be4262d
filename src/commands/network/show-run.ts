import type { Context } from '../../app/world.ts';
import { getPublicAccess } from '../../swr/enterprise/network.ts';
import { requireInstance } from '../shared/edition.ts';
import { NETWORK_OF } from './words.ts';
import { NETWORK_VIEW, publicRow, vpcRow } from './view.ts';
import { listVpcs } from './vpc/find.ts';

/** `swrctl network show`. */
export async function runNetworkShow(context: Context): Promise<void> {
  const client = await requireInstance(context, NETWORK_OF);
  const [access, vpcs] = await Promise.all([client.call(getPublicAccess, {}), listVpcs(client)]);
  await context.output().show({ ...publicRow(access), vpcs: vpcs.map(vpcRow) }, NETWORK_VIEW);
}
