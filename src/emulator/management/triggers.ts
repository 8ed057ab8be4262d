import { object, optional, string, withDefault } from '../../base/decode.ts';
import { clustersOf } from '../domain/clusters.ts';
import { put, remove, type Change } from '../store/database.ts';
import { findAccountProject } from '../iam/directory.ts';
import { empty, json, type Reply } from '../server/handler.ts';
import { formatTime } from '../domain/records.ts';
import { TRIGGER_RUNS, TRIGGERS, type Trigger, type TriggerRun } from '../domain/triggers.ts';
import { hasAgency } from './agency.ts';
import { fail } from './errors.ts';
import { repositoryOf, type Call, type Operation } from './route.ts';

const LIST = '/v2/manage/namespaces/{namespace}/repos/{repository}/triggers';
const ONE = `${LIST}/{trigger}`;

/** Triggers. Lists have null where one trigger alone has its history. */
export const triggerOperations: readonly Operation[] = [
  { method: 'POST', path: LIST, handle: createTrigger },
  { method: 'GET', path: LIST, handle: listTriggers },
  { method: 'GET', path: ONE, handle: showTrigger },
  { method: 'PATCH', path: ONE, handle: updateTrigger },
  { method: 'DELETE', path: ONE, handle: deleteTrigger },
];

const NAME = /^[A-Za-z][A-Za-z0-9]*(?:[_-][A-Za-z0-9]+)*$/;
const MAX_NAME_LENGTH = 64;

const decodeCreate = object({
  action: string,
  app_type: string,
  application: string,
  cluster_id: withDefault(string, ''),
  cluster_name: optional(string),
  cluster_ns: string,
  condition: string,
  container: withDefault(string, ''),
  enable: string,
  name: string,
  trigger_mode: withDefault(string, 'cce'),
  trigger_type: string,
});

type Wire = ReturnType<typeof decodeCreate>;

/** One of the words that a field knows. @throws {Refusal} 4000014, which is all the service says of a bad parameter */
function oneOf<W extends string>(field: string, value: string, words: readonly W[]): W {
  const word = words.find((one) => one === value);
  if (word === undefined) throw fail(4000014, field);
  return word;
}

function isEnabled(value: string): boolean {
  return oneOf('enable', value, ['true', 'false']) === 'true';
}

function checkCondition(type: Trigger['type'], condition: string): void {
  if (condition === '') throw fail(4000014, 'condition');
  if (type !== 'regular') return;
  try {
    new RegExp(condition);
  } catch {
    throw fail(4000014, 'condition');
  }
}

/** @throws {Refusal} 4000014 for a cluster that the project does not have; 5004002 for cci before the agency is there */
function clusterOf(call: Call, mode: Trigger['mode'], { cluster_id: id }: Wire): { id: string; name: string } {
  const { world, caller } = call;
  if (mode === 'cci') {
    if (!hasAgency(world, caller.user.account)) throw fail(5004002, 'the service agency is missing');
    return { id: '', name: '' };
  }
  const projectId = caller.projectId ?? findAccountProject(world, caller.user.account.id, 'name', caller.region)?.id;
  const cluster = clustersOf(projectId ?? '').find((one) => one.id === id);
  if (cluster === undefined) throw fail(4000014, 'cluster_id');
  return cluster;
}

async function createTrigger(call: Call): Promise<Reply> {
  const { world, caller } = call;
  const { scope } = repositoryOf(call, 3);
  const body = call.body(decodeCreate);
  const { name, application: workload, cluster_ns: clusterNamespace, container, condition } = body;
  if (name.length > MAX_NAME_LENGTH || !NAME.test(name)) throw fail(4000014, 'name');
  if (world.database.get(TRIGGERS, scope, name) !== undefined) throw fail(4000014, name);
  if (workload === '' || clusterNamespace === '') throw fail(4000014, 'application');
  oneOf('action', body.action, ['update']);
  const type = oneOf('trigger_type', body.trigger_type, ['all', 'tag', 'regular']);
  checkCondition(type, condition);
  const mode = oneOf('trigger_mode', body.trigger_mode, ['cce', 'cci']);
  const cluster = clusterOf(call, mode, body);
  const trigger: Trigger = {
    name,
    workload,
    clusterNamespace,
    container,
    condition,
    type,
    mode,
    id: world.database.nextId(),
    clusterId: cluster.id,
    clusterName: cluster.name,
    workloadKind: oneOf('app_type', body.app_type, ['deployments', 'statefulsets']),
    isEnabled: isEnabled(body.enable),
    creatorName: caller.user.name,
    createdAt: formatTime(world.now()),
  };
  await world.database.write(put(TRIGGERS, scope, name, trigger));
  return json(201, {});
}

/** What a trigger and the entries of its history have in common. */
function encodeTarget(trigger: Trigger): Record<string, unknown> {
  return {
    action: 'update',
    app_type: trigger.workloadKind,
    application: trigger.workload,
    cluster_id: trigger.clusterId,
    cluster_name: trigger.clusterName,
    cluster_ns: trigger.clusterNamespace,
    condition: trigger.condition,
    container: trigger.container,
    creator_name: trigger.creatorName,
  };
}

function encodeTrigger(trigger: Trigger, history: readonly TriggerRun[] | null): Record<string, unknown> {
  const encode = ({ createdAt, detail, result, tag }: TriggerRun): unknown => ({
    ...encodeTarget(trigger),
    created_at: createdAt,
    detail,
    result,
    tag,
  });
  return {
    ...encodeTarget(trigger),
    created_at: trigger.createdAt,
    enable: String(trigger.isEnabled),
    name: trigger.name,
    trigger_history: history?.map(encode) ?? null,
    trigger_mode: trigger.mode,
    trigger_type: trigger.type,
  };
}

function listTriggers(call: Call): Reply {
  const { scope } = repositoryOf(call, 1);
  const triggers = call.world.database.all(TRIGGERS, scope);
  return json(
    200,
    triggers.map((trigger) => encodeTrigger(trigger, null)),
  );
}

/** @throws {Refusal} 4040126 */
function triggerOf(call: Call, scope: string): { trigger: Trigger; runs: readonly TriggerRun[] } {
  const { database } = call.world;
  const name = call.params['trigger'] ?? '';
  const trigger = database.get(TRIGGERS, scope, name);
  if (trigger === undefined) throw fail(4040126, name);
  return { trigger, runs: database.all(TRIGGER_RUNS, scope).filter((run) => run.trigger === name) };
}

/** The latest run comes first. */
function showTrigger(call: Call): Reply {
  const { trigger, runs } = triggerOf(call, repositoryOf(call, 1).scope);
  return json(200, encodeTrigger(trigger, [...runs].reverse()));
}

const decodeUpdate = object({ enable: string });

async function updateTrigger(call: Call): Promise<Reply> {
  const { scope } = repositoryOf(call, 3);
  const { trigger } = triggerOf(call, scope);
  const changed = { ...trigger, isEnabled: isEnabled(call.body(decodeUpdate).enable) };
  await call.world.database.write(put(TRIGGERS, scope, trigger.name, changed));
  return json(201, {});
}

async function deleteTrigger(call: Call): Promise<Reply> {
  const { scope } = repositoryOf(call, 3);
  const { trigger, runs } = triggerOf(call, scope);
  const history: Change[] = runs.map(({ id }) => remove(TRIGGER_RUNS, scope, String(id)));
  await call.world.database.write(remove(TRIGGERS, scope, trigger.name), ...history);
  return empty(204);
}
