import type { Context } from '../../app/world.ts';
import { getBuildHistory } from '../../swr/enterprise/artifacts.ts';
import { requireInstance } from '../shared/edition.ts';
import { addressOf, findArtifact } from './find.ts';
import { HISTORY_VIEW, historyRow } from './view.ts';

/** `swrctl artifact history`. */
export async function runArtifactHistory(context: Context, reference: string): Promise<void> {
  const client = await requireInstance(context, 'An artifact');
  const address = addressOf(await findArtifact(await context.services(), client, reference));
  await context.output().list((await client.call(getBuildHistory, address)).map(historyRow), HISTORY_VIEW);
}
