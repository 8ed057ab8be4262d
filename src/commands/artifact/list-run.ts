import type { Context } from '../../app/world.ts';
import { listAllArtifacts, listArtifacts, type Artifact } from '../../swr/enterprise/artifacts.ts';
import type { InstanceClient } from '../../swr/enterprise/client.ts';
import { listInstanceNamespaces } from '../../swr/enterprise/namespaces.ts';
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
  const pathOf = await pathsOf(client);
  const isWanted = (one: Artifact): boolean => type === undefined || one.type?.toLowerCase() === type;
  return all
    .filter(isWanted)
    .slice(0, limit)
    .map((one) => artifactRow(pathOf(one), one));
}

/** The list says the namespace by number, and before the repository's name only where the service feels like it. */
async function pathsOf(client: InstanceClient): Promise<(artifact: Artifact) => string> {
  const namespaces = await readAlignedPages((page) => client.call(listInstanceNamespaces, page));
  const names = new Map(namespaces.map(({ id, name }) => [id, name]));
  return ({ repository = '', namespaceId }) => {
    const namespace = namespaceId === undefined ? undefined : names.get(namespaceId);
    return namespace === undefined || repository.startsWith(`${namespace}/`)
      ? repository
      : `${namespace}/${repository}`;
  };
}
