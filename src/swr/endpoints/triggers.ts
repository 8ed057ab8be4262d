import { list, map, object, optional, string, type Decoder, present } from '../../base/decode.ts';
import type { Trigger, TriggerCondition, TriggerRun, TriggerTarget } from '../../model/trigger.ts';
import { endpoint, nothing } from '../endpoint.ts';
import { looseBoolean, text, time } from '../wire.ts';

const TRIGGERS = '/v2/manage/namespaces/{namespace}/repos/{repository}/triggers';

/** A trigger with the times that it fired; lists leave them out. */
export interface TriggerDetails extends Trigger {
  readonly runs: readonly TriggerRun[];
}

const run = map(
  object({ tag: text, result: text, detail: text, created_at: optional(time) }),
  ({ created_at: createdAt, ...wire }): TriggerRun => ({ ...wire, ...present({ createdAt }) }),
);

const condition = (type: string, pattern: string): TriggerCondition => {
  if (type === 'tag') return { by: 'tag', pattern };
  return type === 'regular' ? { by: 'regex', pattern } : { by: 'all', pattern: '' };
};

const trigger: Decoder<TriggerDetails> = map(
  object({
    name: string,
    trigger_type: string,
    condition: text,
    enable: looseBoolean,
    trigger_mode: text,
    cluster_id: text,
    cluster_name: text,
    cluster_ns: text,
    app_type: text,
    application: text,
    container: text,
    created_at: optional(time),
    creator_name: text,
    trigger_history: list(run),
  }),
  (wire): TriggerDetails => ({
    name: wire.name,
    condition: condition(wire.trigger_type, wire.condition),
    target: {
      type: wire.trigger_mode === 'cci' ? 'cci' : 'cce',
      clusterId: wire.cluster_id,
      cluster: wire.cluster_name,
      workloadNamespace: wire.cluster_ns,
      workloadKind: wire.app_type === 'statefulsets' ? 'statefulset' : 'deployment',
      workload: wire.application,
      container: wire.container,
    },
    isEnabled: wire.enable,
    runs: wire.trigger_history,
    ...present({ createdAt: wire.created_at, creator: wire.creator_name }),
  }),
);

/** All in one answer, without what they did. Source: SWR API reference, "Querying Triggers". */
export const listTriggers = endpoint({
  does: 'list the triggers of {namespace}/{repository}',
  method: 'GET',
  path: TRIGGERS,
  decode: list(trigger),
});

export const getTrigger = endpoint({
  does: 'show trigger {trigger} of {namespace}/{repository}',
  method: 'GET',
  path: `${TRIGGERS}/{trigger}`,
  decode: trigger,
});

/** Source: SWR API reference, "Creating a Trigger". */
export const createTrigger = endpoint({
  does: 'add trigger {name} to {namespace}/{repository}',
  method: 'POST',
  path: TRIGGERS,
  encode: ({ name, condition: when, target, isEnabled }: Trigger) => ({
    name,
    action: 'update', // there is no other
    enable: String(isEnabled),
    trigger_type: when.by === 'regex' ? 'regular' : when.by,
    condition: when.by === 'all' ? '.*' : when.pattern,
    ...encodeTarget(target),
  }),
  decode: nothing,
});

function encodeTarget(target: TriggerTarget): object {
  return {
    trigger_mode: target.type,
    cluster_id: target.clusterId,
    cluster_name: target.cluster,
    cluster_ns: target.workloadNamespace,
    app_type: `${target.workloadKind}s`,
    application: target.workload,
    container: target.container,
  };
}

/** The service can change nothing else. */
export const updateTrigger = endpoint({
  does: 'switch trigger {trigger} of {namespace}/{repository}',
  method: 'PATCH',
  path: `${TRIGGERS}/{trigger}`,
  encode: ({ isEnabled }: Pick<Trigger, 'isEnabled'>) => ({ enable: String(isEnabled) }),
  decode: nothing,
});

export const deleteTrigger = endpoint({
  does: 'remove trigger {trigger} of {namespace}/{repository}',
  method: 'DELETE',
  path: `${TRIGGERS}/{trigger}`,
  decode: nothing,
});
