import { array, boolean, object, string, withDefault } from '../../base/decode.ts';
import { put, remove } from '../store/database.ts';
import { accountName } from '../iam/directory.ts';
import { json, Refusal, type Reply } from '../server/handler.ts';
import { formatTime, NAMESPACES, TAGS, type Repository } from '../domain/records.ts';
import { REGIONS } from '../domain/regions.ts';
import { startSync } from '../domain/sync.ts';
import { SYNC_JOBS, SYNC_RULES, type SyncJob, type SyncRule, type SyncTarget } from '../domain/sync-records.ts';
import { fail } from './errors.ts';
import { cappedList, decodeFilter, pageReply } from './paging.ts';
import { repositoryOf, type Call, type Operation } from './route.ts';

const REPOSITORY = '/v2/manage/namespaces/{namespace}/repos/{repository}';

/** Copies to other regions. These bodies are in camelCase, unlike the rest of the API. */
export const syncOperations: readonly Operation[] = [
  { method: 'POST', path: `${REPOSITORY}/sync_repo`, handle: createRule },
  { method: 'GET', path: `${REPOSITORY}/sync_repo`, handle: listRules },
  { method: 'DELETE', path: `${REPOSITORY}/sync_repo`, handle: deleteRule },
  { method: 'POST', path: `${REPOSITORY}/sync_images`, handle: syncTags },
  { method: 'GET', path: `${REPOSITORY}/sync_job`, handle: listJobs },
  { method: 'GET', path: '/v2/manage/regions', handle: listRegions },
];

/** Source: docs/reference/service.md#sync. */
const SYNC_REGIONS = [
  ...['cn-north-1', 'cn-north-4', 'cn-north-9', 'cn-east-2', 'cn-east-3', 'cn-south-1', 'cn-southwest-2'],
  ...['ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'af-south-1'],
];

const target = { remoteRegionId: string, remoteNamespace: string };
const override = withDefault(boolean, false);
const decodeRule = object({ ...target, override, syncAuto: withDefault(boolean, false) });
const decodeTarget = object(target);
const decodeTags = object({ ...target, override, imageTag: array(string) });

/** @throws {Refusal} 5001101 for a region that is none, or the one that we are in; 4040058 without silent-success */
function targetOf({ world, caller }: Call, body: ReturnType<typeof decodeTarget>): SyncTarget {
  const { remoteRegionId: region, remoteNamespace: namespace } = body;
  if (!REGIONS.includes(region) || region === caller.region) throw fail(5001101, region);
  const isThere = world.database.get(NAMESPACES, region, namespace)?.accountId === caller.user.account.id;
  if (!isThere && !world.quirks['silent-success']) throw fail(4040058, namespace);
  return { region, namespace };
}

function keyOf({ region, namespace }: SyncTarget): string {
  return `${region}/${namespace}`;
}

/** Making and ending rules is for administrators. */
function ruleScope(call: Call): string {
  const { scope } = repositoryOf(call, 7);
  if (!call.caller.user.isAdministrator) throw fail(4039002);
  return scope;
}

async function createRule(call: Call): Promise<Reply> {
  const { database, now } = call.world;
  const scope = ruleScope(call);
  const body = call.body(decodeRule);
  const where = targetOf(call, body);
  const before = database.get(SYNC_RULES, scope, keyOf(where));
  const updatedAt = formatTime(now());
  const rule: SyncRule = {
    ...where,
    isAutomatic: body.syncAuto,
    override: body.override,
    updatedAt,
    id: before?.id ?? database.nextId(),
    createdAt: before?.createdAt ?? updatedAt,
  };
  await database.write(put(SYNC_RULES, scope, keyOf(where), rule));
  return json(200, {});
}

/** What rules and jobs have in common. */
function encodeTarget(call: Call, repository: Repository, record: SyncRule | SyncJob): Record<string, unknown> {
  const { account } = call.caller.user;
  return {
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    id: record.id,
    override: record.override,
    domainID: account.id,
    domainName: accountName(call.world, account.id),
    namespace: repository.namespace,
    repoName: repository.name,
    remoteNamespace: record.namespace,
    remoteRegionId: record.region,
  };
}

function listRules(call: Call): Reply {
  const { repository, scope } = repositoryOf(call, 1);
  const rules = call.world.database.all(SYNC_RULES, scope).filter(({ isAutomatic }) => isAutomatic);
  return json(
    200,
    cappedList(rules).map((rule) => ({ ...encodeTarget(call, repository, rule), syncAuto: true })),
  );
}

async function deleteRule(call: Call): Promise<Reply> {
  const { database } = call.world;
  const scope = ruleScope(call);
  const { remoteRegionId: region, remoteNamespace: namespace } = call.body(decodeTarget);
  const key = keyOf({ region, namespace });
  if (database.get(SYNC_RULES, scope, key) === undefined) throw fail(4001158, key);
  await database.write(remove(SYNC_RULES, scope, key));
  return json(200, {});
}

/** Answers before anything is copied. Tags that are not there get no job, and with silent-success no word either. */
async function syncTags(call: Call): Promise<Reply> {
  const { world, caller } = call;
  const { scope, place } = repositoryOf(call, 3);
  const body = call.body(decodeTags);
  if (body.imageTag.length === 0) throw fail(4001014, 'imageTag');
  const where = { ...targetOf(call, body), override: body.override };
  const missing = body.imageTag.filter((tag) => world.database.get(TAGS, scope, tag) === undefined);
  if (missing.length > 0 && !world.quirks['silent-success']) throw new Refusal(json(400, missing));
  for (const tag of new Set(body.imageTag)) {
    if (!missing.includes(tag)) await startSync(world, place, tag, caller.user, where);
  }
  return json(200, []);
}

/** The filter is required, with limit and offset. */
function listJobs(call: Call): Reply {
  const { repository, scope } = repositoryOf(call, 1);
  const parameters = decodeFilter(call.query.get('filter') ?? '', ['limit', 'offset', 'order']);
  if (!parameters.has('limit') || !parameters.has('offset')) throw fail(4001035, 'limit and offset');
  const jobs = call.world.database.all(SYNC_JOBS, scope);
  const ordered = parameters.get('order') === 'asc' ? jobs : [...jobs].reverse();
  return pageReply(ordered, parameters, (job) => ({
    ...encodeTarget(call, repository, job),
    status: job.status,
    syncOperatorId: job.operatorId,
    syncOperatorName: job.operatorName,
    tag: job.tag,
  }));
}

function listRegions({ world, caller }: Call): Reply {
  const regions = world.quirks['one-sync-region'] ? [caller.region] : SYNC_REGIONS;
  return json(
    200,
    regions.map((regionID) => ({ regionID })),
  );
}
