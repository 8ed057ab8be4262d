import type { Context } from '../../../app/world.ts';
import { requireInstance } from '../../shared/edition.ts';
import { VPC_VIEW, vpcRow } from '../view.ts';
import { NETWORK_OF } from '../words.ts';
import { listVpcs } from './find.ts';

export interface VpcListOptions {
  /** Stop after this many. */
  readonly limit?: number;
}

/** `swrctl network vpc list`. */
export async function runVpcList(context: Context, { limit }: VpcListOptions): Promise<void> {
  const client = await requireInstance(context, NETWORK_OF);
  await context.output().list((await listVpcs(client, limit)).map(vpcRow), VPC_VIEW);
}
