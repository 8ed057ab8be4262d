import type { Context } from '../../../app/world.ts';
import { getPublicAccess } from '../../../swr/enterprise/network.ts';
import { requireInstance } from '../../shared/edition.ts';
import { ALLOW_VIEW, allowRow } from '../view.ts';
import { NETWORK_OF } from '../words.ts';

/** `swrctl network allow list`. */
export async function runAllowList(context: Context): Promise<void> {
  const client = await requireInstance(context, NETWORK_OF);
  const { allowList } = await client.call(getPublicAccess, {});
  await context.output().list(allowList.map(allowRow), ALLOW_VIEW);
}
