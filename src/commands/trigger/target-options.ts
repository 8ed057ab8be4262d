import { Option, type Command } from 'commander';
import { SwrctlError } from '../../base/errors.ts';
import type { TriggerCondition, TriggerTarget } from '../../model/trigger.ts';
import { parseOn } from './on.ts';

/** As commander gives them. */
export interface TriggerFlags {
  readonly on: TriggerCondition;
  readonly type: 'cce' | 'cci';
  readonly cluster?: string;
  readonly namespace: string;
  readonly workload: Pick<TriggerTarget, 'workload' | 'workloadKind'>;
  readonly container?: string;
  readonly disabled: boolean;
}

/** The flags that make a trigger. */
export function withTriggerOptions(command: Command): Command {
  return command
    .requiredOption('--on <condition>', 'which pushes: all, tag=TAG or regex=PATTERN', parseOn)
    .addOption(new Option('--type <service>', 'where the workload runs').choices(['cce', 'cci']).default('cce'))
    .option('--cluster <cluster>', 'name or id of the CCE cluster')
    .option('--namespace <namespace>', 'Kubernetes namespace of the workload', 'default')
    .requiredOption('--workload <kind/name>', 'deployment/NAME or statefulset/NAME', parseWorkload)
    .option('--container <container>', 'container to update; all of them by default')
    .option('--disabled', 'make it, but do not switch it on', false);
}

function parseWorkload(text: string): TriggerFlags['workload'] {
  const [, kind, workload = ''] = /^(deployment|statefulset)s?\/([^/\s]+)$/.exec(text) ?? [];
  if (kind === 'deployment' || kind === 'statefulset') return { workloadKind: kind, workload };
  throw new SwrctlError('USAGE', `--workload is "${text}", expected deployment/NAME or statefulset/NAME`);
}

/** @throws {SwrctlError} USAGE when a cluster is missing, or given for CCI, which has none. */
export function checkCluster({ type, cluster }: Pick<TriggerFlags, 'type' | 'cluster'>): void {
  if (type === 'cce' && cluster === undefined) {
    throw new SwrctlError('USAGE', 'A trigger of CCE needs a cluster', { hint: 'Add --cluster NAME, or --type cci' });
  }
  if (type === 'cci' && cluster !== undefined) {
    throw new SwrctlError('USAGE', 'CCI has no clusters', { hint: 'Leave --cluster out, or take --type cce' });
  }
}
