import { boolean, object, optional, withDefault, type Decoded } from '../../../base/decode.ts';
import { put, type Table } from '../../store/database.ts';
import { empty, json, type Reply } from '../../server/handler.ts';
import { gone, inInstance, type EnterpriseOperation, type InstanceCall } from '../call.ts';
import { requireGate } from '../gates.ts';
import { choiceOf, markedPage } from '../paging.ts';
import { numberOf } from '../policies.ts';
import { notPlayed } from '../runs.ts';
import { cron } from '../schedules.ts';
import { choice, text, whole } from '../shapes.ts';

const MAX_WORKERS = 5;

const decodeParameters = object({
  delete_untagged: withDefault(boolean, false),
  workers: whole(1, MAX_WORKERS),
  dry_run: withDefault(boolean, false),
});

const decodeUpdate = object({
  schedule: object({ type: choice('None', 'Custom'), cron: optional(text()) }),
  parameters: optional(decodeParameters),
});

const decodeExecution = object({ schedule: object({ type: choice('Manual') }), parameters: decodeParameters });

interface Schedule extends Pick<Decoded<typeof decodeUpdate>, 'schedule'> {
  readonly parameters: Decoded<typeof decodeParameters>;
}

/** Scope: instance. Key: empty, since there is one. */
const COLLECTION_SCHEDULES: Table<Schedule> = { name: 'instance-collection-schedule' };

const FIRST: Schedule = {
  schedule: { type: 'None', cron: undefined },
  parameters: { delete_untagged: false, workers: 1, dry_run: false },
};

/** Clean-up of content that nothing refers to, which is not played, and its time table, which nobody keeps to. */
export const collectionOperations: readonly EnterpriseOperation[] = [
  inInstance('GET', 'system/gc', 1, listTasks),
  inInstance('GET', 'system/gc/{task}', 1, noTask),
  inInstance('PUT', 'system/gc/{task}', 3, noTask),
  inInstance('GET', 'system/gc/schedule', 1, (call) => json(200, scheduleOf(call))),
  inInstance('PUT', 'system/gc/schedule', 3, updateSchedule),
  inInstance('POST', 'system/gc/schedule', 3, executeSchedule),
];

const STATES = ['Success', 'Stopped', 'Running', 'Pending', 'Error'] as const;

function listTasks({ query }: InstanceCall): Reply {
  choiceOf(query, 'status', STATES);
  const { page } = markedPage([], query, String, { defaultLimit: 10, maxLimit: 100 });
  return json(200, { tasks: page, page_info: {} });
}

function noTask(call: InstanceCall): never {
  numberOf(call, 'task');
  throw gone(call);
}

function scheduleOf({ world, instance }: InstanceCall): Schedule {
  return world.database.get(COLLECTION_SCHEDULES, instance.id, '') ?? FIRST;
}

async function updateSchedule(call: InstanceCall): Promise<Reply> {
  const { world, instance } = call;
  requireGate(instance, 'enableArtifactGc');
  const { schedule, parameters } = call.body((value, at) => {
    const found = decodeUpdate(value, at);
    if (found.schedule.type === 'Custom') cron(found.schedule.cron, `${at}.schedule.cron`);
    return found;
  });
  const after = { schedule, parameters: parameters ?? scheduleOf(call).parameters };
  await world.database.write(put(COLLECTION_SCHEDULES, instance.id, '', after));
  return empty(200);
}

function executeSchedule(call: InstanceCall): never {
  requireGate(call.instance, 'enableArtifactGc');
  call.body(decodeExecution);
  throw notPlayed('the collection of content that nothing refers to');
}
