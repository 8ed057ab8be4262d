import { json, type Reply } from '../server/handler.ts';
import { inInstance, type EnterpriseOperation, type InstanceCall } from './call.ts';
import { no } from './errors.ts';
import { choiceOf, offsetPage } from './paging.ts';
import { numberOf } from './policies.ts';

/** States of runs and of their parts. */
const STATES = ['Initialized', 'Pending', 'InProgress', 'Succeed', 'Failed', 'Stopped'] as const;

/** A list of what runs leave behind: empty, since the emulator plays none. @throws {Refusal} 400 for a wrong page. */
export function noRuns({ query }: Pick<InstanceCall, 'query'>, listKey: string): Reply {
  choiceOf(query, 'status', STATES);
  return json(200, { [listKey]: offsetPage([], query), total: 0 });
}

/**
 * The lists of the runs below a path, of their tasks and of the parts of those.
 *
 * @param check throws when what should have run is not there.
 */
export function runLists(path: string, check: (call: InstanceCall) => void): readonly EnterpriseOperation[] {
  const list = (below: string, listKey: string, ...numbers: readonly string[]): EnterpriseOperation =>
    inInstance('GET', `${path}${below}`, 1, (call) => {
      check(call);
      for (const name of numbers) numberOf(call, name);
      return noRuns(call, listKey);
    });
  return [
    list('', 'executions'),
    list('/{execution}/tasks', 'tasks', 'execution'),
    list('/{execution}/tasks/{task}/subtasks', 'sub_tasks', 'execution', 'task'),
  ];
}

/** What is said to who starts what the emulator does not play: never a success without the effect. */
export const notPlayed = (what: string): Error => no('notOffered', `The emulator does not play ${what}.`);
