import { clustersOf } from '../domain/clusters.ts';
import { findAccountProject } from '../iam/directory.ts';
import { json, Refusal, type Reply } from '../server/handler.ts';
import { gatewayError } from './errors.ts';
import type { Call, Operation } from './route.ts';

/**
 * The one call of the container engine (CCE) that clients of triggers make. Source: CCE API reference, "Reading
 * Clusters in a Specified Project".
 */
export const clusterOperations: readonly Operation[] = [
  { method: 'GET', path: '/api/v3/projects/{project}/clusters', handle: listClusters },
];

function listClusters({ world, caller, params }: Call): Reply {
  const project = findAccountProject(world, caller.user.account.id, 'id', params['project'] ?? '');
  if (project === undefined) throw new Refusal(gatewayError(403, '0302', 'The project does not belong to the account'));
  const items = clustersOf(project.id).map(({ id, name }) => ({
    kind: 'Cluster',
    apiVersion: 'v3',
    metadata: { name, uid: id, creationTimestamp: '2026-01-01 00:00:00 +0000 UTC', labels: {}, annotations: {} },
    spec: { category: 'CCE', type: 'VirtualMachine', flavor: 'cce.s1.small', version: 'v1.31', description: '' },
    status: { phase: 'Available', endpoints: [] },
  }));
  return json(200, { kind: 'Cluster', apiVersion: 'v3', items });
}
