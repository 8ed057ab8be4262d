import { DAY_MS } from '../../base/time.ts';
import { put, type Table } from '../store/database.ts';
import { BLOBS, MANIFESTS, NAMESPACES, REPOSITORIES, TAGS } from './records.ts';
import type { World } from './world.ts';

/** Bytes of one day: stored when it ended, or downloaded while it lasted. */
export interface UsageDay {
  /** YYYY-MM-DD, UTC. */
  readonly date: string;
  readonly bytes: number;
}

/** These have the scope region/account id and the date as key. */
const STORED: Table<UsageDay> = { name: 'stored' };
const DOWNLOADED: Table<UsageDay> = { name: 'downloaded' };

/** What an account has in a region. */
export interface Totals {
  readonly namespaces: number;
  readonly repositories: number;
  readonly tags: number;
  /** Bytes of blobs and manifests, once per repository. */
  readonly storedBytes: number;
}

/** Days that an emulator catches up with after it was off, or its clock was moved. */
const MAX_CATCH_UP = 400;

export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

export function totalsOf({ database }: World, region: string, accountId: string): Totals {
  const namespaces = database.all(NAMESPACES, region).filter((one) => one.accountId === accountId);
  const scopes = namespaces.flatMap(({ name }) =>
    database.all(REPOSITORIES, `${region}/${name}`).map((repository) => `${region}/${name}/${repository.name}`),
  );
  const content = scopes.flatMap((scope) => [...database.all(BLOBS, scope), ...database.all(MANIFESTS, scope)]);
  return {
    namespaces: namespaces.length,
    repositories: scopes.length,
    tags: scopes.reduce((sum, scope) => sum + database.all(TAGS, scope).length, 0),
    storedBytes: content.reduce((sum, { size }) => sum + size, 0),
  };
}

/** Counts a download. It is kept without making the reader wait for the disk. */
export function countTraffic({ database, now }: World, region: string, namespace: string, bytes: number): void {
  const accountId = database.get(NAMESPACES, region, namespace)?.accountId;
  if (accountId === undefined) return;
  const [scope, date] = [`${region}/${accountId}`, dayOf(now())];
  const before = database.get(DOWNLOADED, scope, date)?.bytes ?? 0;
  database.write(put(DOWNLOADED, scope, date, { date, bytes: before + bytes })).catch(() => undefined);
}

/** Writes down what was stored at the end of each day from `since` (YYYY-MM-DD) to yesterday. */
export async function recordStorage(world: World, since: string): Promise<void> {
  const { database, now } = world;
  const days = daysBetween(since, dayOf(now())).slice(-MAX_CATCH_UP);
  for (const region of database.scopes(NAMESPACES)) {
    for (const accountId of new Set(database.all(NAMESPACES, region).map((namespace) => namespace.accountId))) {
      const bytes = totalsOf(world, region, accountId).storedBytes;
      await database.write(...days.map((date) => put(STORED, `${region}/${accountId}`, date, { date, bytes })));
    }
  }
}

/** From the first day on, without the second. */
function daysBetween(first: string, second: string): string[] {
  const count = Math.max(0, Math.round((Date.parse(second) - Date.parse(first)) / DAY_MS));
  return Array.from({ length: count }, (_, index) => dayOf(new Date(Date.parse(first) + index * DAY_MS)));
}

/** Bytes of the last `count` days, today included, the oldest first. */
export function usageOf(
  world: World,
  region: string,
  accountId: string,
  what: 'store' | 'downflow',
  count: number,
): readonly UsageDay[] {
  const table = what === 'store' ? STORED : DOWNLOADED;
  const today = dayOf(world.now());
  const first = dayOf(new Date(Date.parse(today) - (count - 1) * DAY_MS));
  const bytesOf = (date: string): number => world.database.get(table, `${region}/${accountId}`, date)?.bytes ?? 0;
  const past = daysBetween(first, today).map((date) => ({ date, bytes: bytesOf(date) }));
  const bytes = what === 'store' ? totalsOf(world, region, accountId).storedBytes : bytesOf(today);
  return [...past, { date: today, bytes }];
}

/** All bytes that were ever downloaded. */
export function downloadedBytes({ database }: World, region: string, accountId: string): number {
  return database.all(DOWNLOADED, `${region}/${accountId}`).reduce((sum, { bytes }) => sum + bytes, 0);
}
