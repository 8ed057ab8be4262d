import { SwrctlError } from '../../base/errors.ts';
import { requireProjectId } from '../../swr/client.ts';
import { listClusters, type Cluster } from '../../swr/clusters.ts';
import type { Services } from '../../app/services.ts';

/** Ids of clusters are UUIDs. */
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The cluster of this name or id.
 *
 * @throws {SwrctlError} NOT_FOUND naming the clusters that there are; REFUSED when several have the name.
 */
export async function findCluster({ swr }: Pick<Services, 'swr'>, text: string): Promise<Cluster> {
  const clusters = await readClusters({ swr }, text);
  const found = clusters.filter(({ id, name }) => id === text || name === text);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const names = clusters.map(({ name }) => name).join(', ');
  throw found.length === 0
    ? new SwrctlError('NOT_FOUND', `The project has no cluster "${text}"`, {
        hint: names === '' ? 'The project has no clusters at all; check --region' : `Clusters of the project: ${names}`,
      })
    : new SwrctlError('REFUSED', `${found.length} clusters are named "${text}"`, {
        hint: `Give the id: ${found.map(({ id }) => id).join(' or ')}`,
      });
}

/** Whoever may not list clusters can still name one by its id. */
async function readClusters({ swr }: Pick<Services, 'swr'>, text: string): Promise<readonly Cluster[]> {
  try {
    const cce = await swr({ service: 'cce' });
    return await cce.call(listClusters, { projectId: requireProjectId(cce) });
  } catch (error) {
    if (ID.test(text) && error instanceof SwrctlError) return [{ id: text, name: '' }];
    if (!(error instanceof SwrctlError)) throw error;
    throw new SwrctlError(error.code, `The cluster "${text}" cannot be looked up`, {
      hint: 'Give the id of the cluster, which the CCE console shows',
      cause: error,
      service: error.service,
    });
  }
}
