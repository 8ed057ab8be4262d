import type { Context } from '../../app/world.ts';
import { getArtifact } from '../../swr/enterprise/artifacts.ts';
import { requireInstance } from '../shared/edition.ts';
import { formatName } from '../shared/names.ts';
import { addressOf, findArtifact } from './find.ts';
import { artifactRow, artifactView } from './view.ts';

/** `swrctl artifact show`. */
export async function runArtifactShow(context: Context, reference: string): Promise<void> {
  const client = await requireInstance(context, 'An artifact');
  const name = await findArtifact(await context.services(), client, reference);
  const found = await client.call(getArtifact, { ...addressOf(name), with_scan_overview: true });
  await context.output().show(artifactRow(formatName(name), found), artifactView(true));
}
