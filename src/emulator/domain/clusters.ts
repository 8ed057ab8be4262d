import { stableId } from './regions.ts';

/** A Kubernetes cluster that triggers may name. */
export interface Cluster {
  readonly id: string;
  readonly name: string;
}

const NAMES = ['prod', 'staging'];

/** The clusters of a project: always the same two, with ids of their own. */
export function clustersOf(projectId: string): readonly Cluster[] {
  return NAMES.map((name) => ({ id: uuidOf(stableId('cluster', projectId, name)), name }));
}

function uuidOf(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
