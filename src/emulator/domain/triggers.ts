import { withinTime } from '../../base/abort.ts';
import { put, type Table } from '../store/database.ts';
import { formatTime } from './records.ts';
import { repositoryScope, type Place } from './place.ts';
import type { World } from './world.ts';

/** What a push of a tag updates. */
export interface Trigger {
  readonly id: number;
  readonly name: string;
  readonly workloadKind: 'deployments' | 'statefulsets';
  readonly workload: string;
  readonly clusterId: string;
  readonly clusterName: string;
  readonly clusterNamespace: string;
  /** Empty: all containers. */
  readonly container: string;
  readonly mode: 'cce' | 'cci';
  readonly type: 'all' | 'tag' | 'regular';
  /** A tag, or several joined with `;`; or a regular expression. */
  readonly condition: string;
  readonly isEnabled: boolean;
  readonly creatorName: string;
  readonly createdAt: string;
}

/** One time that a trigger fired. */
export interface TriggerRun {
  readonly id: number;
  readonly trigger: string;
  readonly tag: string;
  readonly result: 'success' | 'failed';
  readonly detail: string;
  readonly createdAt: string;
}

/** Scope: region/organization/repository. Key: name. */
export const TRIGGERS: Table<Trigger> = { name: 'trigger' };
/** Scope: region/organization/repository. Key: id. */
export const TRIGGER_RUNS: Table<TriggerRun> = { name: 'trigger-run' };

const POST_TIMEOUT_MS = 5_000;

/** Whether a push of `tag` sets a trigger off. Regular expressions match anywhere unless they have anchors. */
export function isSetOffBy({ isEnabled, type, condition }: Trigger, tag: string): boolean {
  if (!isEnabled) return false;
  if (type === 'all') return true;
  return type === 'tag' ? condition.split(';').includes(tag) : new RegExp(condition).test(tag);
}

/**
 * Fires what a push sets off. The workloads of this emulator always take the new image; with a trigger URL each firing
 * is a POST there, and its status decides about success.
 */
export async function fireTriggers(world: World, place: Place, tag: string, digest: string): Promise<void> {
  const scope = repositoryScope(place);
  const hits = world.database.all(TRIGGERS, scope).filter((trigger) => isSetOffBy(trigger, tag));
  const { triggerUrl } = world;
  for (const trigger of hits) {
    if (triggerUrl === undefined) await log(world, scope, trigger, tag, '');
    else
      world.background.start(async (signal) => {
        const detail = await post(triggerUrl, { ...describe(place, trigger), tag, digest }, signal);
        await log(world, scope, trigger, tag, detail);
      });
  }
}

function describe({ region, namespace, repository }: Place, trigger: Trigger): Record<string, unknown> {
  const { name, mode, clusterId, clusterName, clusterNamespace, workloadKind, workload, container } = trigger;
  const target = { mode, clusterId, clusterName, namespace: clusterNamespace, workloadKind, workload, container };
  return { trigger: name, region, organization: namespace, repository, target };
}

/** What went wrong; empty when nothing did. */
async function post(url: string, body: unknown, signal: AbortSignal): Promise<string> {
  try {
    const headers = { 'content-type': 'application/json' };
    const reply = await withinTime(POST_TIMEOUT_MS, signal, async (own) => {
      const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), signal: own });
      await answer.body?.cancel();
      return answer;
    });
    return reply.ok ? '' : `${url} answered ${reply.status}`;
  } catch {
    return `${url} cannot be reached`;
  }
}

async function log(world: World, scope: string, trigger: Trigger, tag: string, detail: string): Promise<void> {
  const run: TriggerRun = {
    id: world.database.nextId(),
    trigger: trigger.name,
    tag,
    result: detail === '' ? 'success' : 'failed',
    detail,
    createdAt: formatTime(world.now()),
  };
  if (world.database.get(TRIGGERS, scope, trigger.name)?.id !== trigger.id) return; // deleted meanwhile
  await world.database.write(put(TRIGGER_RUNS, scope, String(run.id), run));
}
