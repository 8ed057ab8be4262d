import { json, type Reply } from '../server/handler.ts';
import { downloadedBytes, totalsOf, usageOf, type UsageDay } from '../domain/usage.ts';
import { fail } from './errors.ts';
import type { Call, Operation } from './route.ts';

/** Totals and time lines of the caller's account. Nobody has published the unit; here it is MiB. */
export const usageOperations: readonly Operation[] = [
  { method: 'GET', path: '/v2/manage/overview', handle: showOverview },
  { method: 'GET', path: '/v2/manage/reports/{resource}/{frequency}', handle: showReport },
];

const MIB = 1024 ** 2;
const DAYS = 30;
const DAYS_OF_MONTHS = 365;

/** `namspace_num` is how the service spells it. */
function showOverview({ world, caller: { user, region } }: Call): Reply {
  const totals = totalsOf(world, region, user.account.id);
  return json(200, {
    domain_id: user.account.id,
    domain_name: user.account.name,
    namspace_num: totals.namespaces,
    repo_num: totals.repositories,
    image_num: totals.tags,
    store_space: totals.storedBytes / MIB,
    downflow_size: downloadedBytes(world, region, user.account.id) / MIB,
  });
}

/** Thirty days, or the months of a year: what was stored at their end, what was downloaded in them. */
function showReport({ world, caller: { user, region }, params }: Call): Reply {
  const { resource: what, frequency } = params;
  if (what !== 'store' && what !== 'downflow') throw fail(4000014, 'resource_type');
  if (frequency !== 'daily' && frequency !== 'monthly') throw fail(4000014, 'frequency');
  const days = usageOf(world, region, user.account.id, what, frequency === 'daily' ? DAYS : DAYS_OF_MONTHS);
  const points = frequency === 'daily' ? days : monthsOf(days, what === 'downflow');
  return json(
    200,
    points.map(({ date, bytes }) => ({ date, value: bytes / MIB })),
  );
}

function monthsOf(days: readonly UsageDay[], isSum: boolean): UsageDay[] {
  const months = new Map<string, number>();
  for (const { date, bytes } of days) {
    const month = date.slice(0, 7);
    months.set(month, isSum ? (months.get(month) ?? 0) + bytes : bytes);
  }
  return [...months].map(([date, bytes]) => ({ date, bytes }));
}
