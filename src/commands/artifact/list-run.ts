import type { Context } from '../../app/world.ts';
import { listAllArtifacts, listArtifacts, type Artifact } from '../../swr/enterprise/artifacts.ts';
import type { InstanceClient } from '../../swr/enterprise/client.ts';
import { readAlignedPages, readMarkerPages } from '../../swr/paging.ts';
import { requireInstance } from '../shared/edition.ts';
import { formatName, repositoryName } from '../shared/names.ts';
import { artifactRow, artifactView, type ArtifactRow } from './view.ts';

export interface ArtifactListOptions {
  readonly type?: 'image' | 'chart';
  /** Stop after this many. */
  readonly limit?: number;
}

/** Largest page of the list over the whole instance. */
const PAGE_SIZE = 100;

/** `swrctl artifact list`. */
export async function runArtifactList(
  context: Context,
  repository: string | undefined,
  options: ArtifactListOptions,
): Promise<void> {
  const client = await requireInstance(context, 'An artifact');
  const rows =
    repository === undefined ? await allRows(client, options) : await rowsOf(context, client, repository, options);
  await context.output().list(rows, artifactView(false));
}

async function rowsOf(
  context: Context,
  client: InstanceClient,
  text: string,
  { type, limit }: ArtifactListOptions,
): Promise<ArtifactRow[]> {
  const name = repositoryName(await context.services(), text);
  const address = { namespace: name.namespace, repositoryPath: name.repository };
  const kind = type === undefined ? {} : { type: type.toUpperCase() };
  const found = await readAlignedPages((page) => client.call(listArtifacts, { ...address, ...kind, ...page }), limit);
  return found.map((one) => artifactRow(formatName(name), one));
}

/** By a marker that begins at 1. This call does not say the type that it should list. */
async function allRows(client: InstanceClient, { type, limit }: ArtifactListOptions): Promise<ArtifactRow[]> {
  const all = await readMarkerPages(
    (size, marker = '1') => client.call(listAllArtifacts, { limit: size, marker }),
    type === undefined ? limit : undefined,
    PAGE_SIZE,
  );
  const isWanted = (one: Artifact): boolean => type === undefined || one.type?.toLowerCase() === type;
  return all
    .filter(isWanted)
    .slice(0, limit)
    .map((one) => artifactRow(one.repository ?? '', one));
}
