import type { Trigger, TriggerRun } from '../../model/trigger.ts';
import type { View } from '../../output/output.ts';
import { formatOn } from './on.ts';

/** JSON fields of a trigger: a contract with scripts. */
export const TRIGGER_FIELDS = [
  ...(['name', 'on', 'enabled', 'type', 'cluster', 'clusterId', 'namespace'] as const),
  ...(['workload', 'container', 'createdAt', 'creator'] as const),
] as const;

/** A trigger as JSON shows it. */
export interface TriggerRow {
  readonly name: string;
  /** As --on takes it. */
  readonly on: string;
  readonly enabled: boolean;
  readonly type: 'cce' | 'cci';
  readonly cluster: string;
  readonly clusterId: string;
  /** Of Kubernetes. */
  readonly namespace: string;
  /** `deployment/NAME` or `statefulset/NAME`. */
  readonly workload: string;
  /** Empty: all. */
  readonly container: string;
  readonly createdAt: string | null;
  readonly creator: string | null;
}

export function triggerRow({ name, condition, target, isEnabled, createdAt, creator }: Trigger): TriggerRow {
  const { type, cluster, clusterId, workloadNamespace, workloadKind, workload, container } = target;
  return {
    name,
    on: formatOn(condition),
    enabled: isEnabled,
    type,
    cluster,
    clusterId,
    namespace: workloadNamespace,
    workload: `${workloadKind}/${workload}`,
    container,
    createdAt: createdAt?.toISOString() ?? null,
    creator: creator ?? null,
  };
}

export const TRIGGER_VIEW: View<TriggerRow> = {
  columns: [
    { header: 'Name', value: ({ name }) => name },
    { header: 'On', value: ({ on }) => on },
    { header: 'Enabled', value: ({ enabled }) => enabled, drop: 4 },
    {
      header: 'Cluster',
      value: ({ cluster, clusterId, type }) => (type === 'cci' ? 'CCI' : cluster || clusterId),
      drop: 3,
    },
    { header: 'Namespace', value: ({ namespace }) => namespace, drop: 2 },
    { header: 'Workload', value: ({ workload }) => workload },
    { header: 'Container', value: ({ container }) => container || 'all', drop: 1 },
    { header: 'Created at', value: ({ createdAt }) => createdAt, kind: 'time', wide: true },
    { header: 'Creator', value: ({ creator }) => creator, wide: true },
  ],
  name: ({ name }) => name,
  empty: 'There are no triggers here; see: swrctl trigger add --help',
};

/** JSON fields of one time that a trigger fired. */
export const RUN_FIELDS = ['tag', 'result', 'detail', 'createdAt'] as const;

export interface RunRow {
  readonly tag: string;
  readonly result: string;
  readonly detail: string;
  readonly createdAt: string | null;
}

export const runRow = ({ tag, result, detail, createdAt }: TriggerRun): RunRow => ({
  tag,
  result,
  detail,
  createdAt: createdAt?.toISOString() ?? null,
});

export const RUN_VIEW: View<RunRow> = {
  columns: [
    { header: 'Tag', value: ({ tag }) => tag },
    { header: 'Result', value: ({ result }) => result },
    { header: 'Detail', value: ({ detail }) => detail, flow: 'wrap' },
    { header: 'Created at', value: ({ createdAt }) => createdAt, kind: 'time' },
  ],
  name: ({ tag }) => tag,
  empty: 'The trigger has not fired yet',
};
