import type { Context } from '../../app/world.ts';
import { listAccessories } from '../../swr/enterprise/artifacts.ts';
import { readAlignedPages } from '../../swr/paging.ts';
import { requireInstance } from '../shared/edition.ts';
import { addressOf, findArtifact } from './find.ts';
import { ACCESSORY_VIEW, accessoryRow } from './view.ts';

/** `swrctl artifact accessories`. */
export async function runArtifactAccessories(context: Context, reference: string): Promise<void> {
  const client = await requireInstance(context, 'An artifact');
  const address = addressOf(await findArtifact(await context.services(), client, reference));
  const found = await readAlignedPages((page) => client.call(listAccessories, { ...address, ...page }));
  await context.output().list(found.map(accessoryRow), ACCESSORY_VIEW);
}
