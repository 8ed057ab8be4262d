import type { Context } from '../../app/world.ts';
import type { Services } from '../../app/services.ts';
import { SwrctlError, hasCode } from '../../base/errors.ts';
import { isRepositoryPath } from '../../model/reference.ts';
import { listAuditLogs, type AuditRecord } from '../../swr/enterprise/activity.ts';
import type { InstanceClient } from '../../swr/enterprise/client.ts';
import { readAlignedPages } from '../../swr/paging.ts';
import { requireInstance } from '../shared/edition.ts';
import { parseMoment } from './moment.ts';
import { AUDIT_VIEW, auditRow } from './view.ts';

export interface AuditOptions {
  readonly since: string;
  readonly until?: string;
  /** Stop after this many. */
  readonly limit?: number;
}

/** What the service calls what is done. */
export type AuditOperation = 'pull' | 'create' | 'delete';

/** Which records are wanted. */
interface Wanted {
  readonly operation: AuditOperation;
  /** A namespace, or a repository in one; absent: all. */
  readonly name: string | undefined;
  readonly since: Date;
  readonly until: Date | undefined;
  readonly limit: number;
}

/** `swrctl audit pulls`, `pushes` and `deletes`: the newest first. */
export async function runAuditRecords(
  context: Context,
  operation: AuditOperation,
  target: string | undefined,
  { since, until, limit = Infinity }: AuditOptions,
): Promise<void> {
  const now = context.world.now();
  const times = {
    since: parseMoment(since, now, '--since'),
    until: until === undefined ? undefined : parseMoment(until, now, '--until', true),
  };
  if (times.until !== undefined && times.until < times.since) {
    throw new SwrctlError('USAGE', '--until is before --since', { hint: 'Give an end that comes after the beginning' });
  }
  const client = await requireInstance(context, 'An audit of pulls and pushes');
  const services = await context.services();
  const name = target === undefined ? undefined : nameOf(services, target);
  const records = await readRecords(client, { operation, name, limit, ...times });
  const names = await namesOf(context, services, records);
  await context.output().list(
    records.map((record) => auditRow(record, names)),
    AUDIT_VIEW,
  );
}

/** `NS` or `NS/R`, with the host of the instance before it or without. @throws {SwrctlError} REFERENCE_INVALID */
function nameOf({ endpoints }: Pick<Services, 'endpoints'>, text: string): string {
  const prefix = `${endpoints.registry ?? ''}/`;
  const name = prefix !== '/' && text.startsWith(prefix) ? text.slice(prefix.length) : text;
  if (isRepositoryPath(name)) return name;
  throw new SwrctlError('REFERENCE_INVALID', `"${text}" is neither a namespace nor a repository`, {
    hint: 'Write it as NS or NS/REPO, for example web or web/shop',
  });
}

/**
 * Reads pages until one is older than wanted. That the newest come first is what is believed; where they do not, all pages
 * are read. A page may begin with records of the one before, when new ones came in between.
 */
async function readRecords(client: InstanceClient, wanted: Wanted): Promise<AuditRecord[]> {
  const { operation, since, limit } = wanted;
  let [isNewestFirst, last] = [true, Infinity];
  const counted = new Set<unknown>();
  const isEnough = (page: readonly AuditRecord[]): boolean => {
    for (const record of page) {
      const time = record.time?.getTime() ?? last;
      isNewestFirst &&= time <= last;
      last = time;
      if (isWanted(record, wanted)) counted.add(record.id ?? record);
    }
    return isNewestFirst && (counted.size >= limit || last < since.getTime());
  };
  const read = await readAlignedPages((page) => client.call(listAuditLogs, { operation, ...page }), Infinity, isEnough);
  const found = new Map(
    read.filter((record) => isWanted(record, wanted)).map((record) => [record.id ?? record, record]),
  );
  const timeOf = ({ time }: AuditRecord): number => time?.getTime() ?? 0;
  return [...found.values()].sort((a, b) => timeOf(b) - timeOf(a)).slice(0, limit);
}

function isWanted({ resource, time }: AuditRecord, { name, since, until }: Wanted): boolean {
  if (time !== undefined && (time < since || (until !== undefined && time > until))) return false;
  return name === undefined || isOf(resource, name);
}

/** Whether `ns/repo:tag` is of the repository, or of the namespace: parts of names do not count. */
function isOf(resource: string, name: string): boolean {
  const repository = resource.replace(/@.*$/s, '').replace(/:[^/]*$/, '');
  return repository === name || (!name.includes('/') && repository.startsWith(`${name}/`));
}

/** Names of users, by id; none where the caller may not look them up. Without them the records are of use, too. */
async function namesOf(
  context: Context,
  { iam }: Pick<Services, 'iam'>,
  records: readonly AuditRecord[],
): Promise<ReadonlyMap<string, string>> {
  if (records.every(({ userId }) => userId === undefined)) return new Map();
  try {
    return new Map((await iam().listUsers()).map(({ id, name }) => [id, name]));
  } catch (error) {
    if (hasCode(error, 'AUTH_DENIED')) return new Map();
    if (!hasCode(error, 'AUTH_REQUIRED', 'USAGE', 'NETWORK', 'TLS', 'NOT_FOUND')) throw error;
    context.output().warn(`users are shown by their ids, as their names cannot be looked up: ${error.message}`);
    return new Map();
  }
}
