import { list, map, object, string } from '../base/decode.ts';
import { endpoint } from './endpoint.ts';

/** A cluster of the container engine. */
export interface Cluster {
  readonly id: string;
  readonly name: string;
}

/** A call of the container engine, not of SWR. Source: CCE API reference, "Reading Clusters in a Specified Project". */
export const listClusters = endpoint({
  does: 'list the clusters of the project',
  method: 'GET',
  path: '/api/v3/projects/{projectId}/clusters',
  decode: map(object({ items: list(object({ metadata: object({ uid: string, name: string }) })) }), ({ items }) =>
    items.map(({ metadata: { uid: id, name } }): Cluster => ({ id, name })),
  ),
});
