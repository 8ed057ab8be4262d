import type { Account } from '../iam/accounts.ts';
import { put, type Table } from '../store/database.ts';
import { empty, json, type Reply } from '../server/handler.ts';
import { formatTime } from '../domain/records.ts';
import type { World } from '../domain/world.ts';
import { fail } from './errors.ts';
import type { Call, Operation } from './route.ts';

const PATH = '/v2/manage/agency';

/** Scope: empty. Key: account id. */
const AGENCIES: Table<{ createdAt: string }> = { name: 'agency' };

/** What lets the service act in other services for an account. */
export const agencyOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: PATH,
    handle: ({ world, caller: { user } }) =>
      json(200, { domain_id: user.account.id, is_agency: hasAgency(world, user.account) }),
  },
  { method: 'POST', path: PATH, handle: createAgency },
];

export function hasAgency({ database }: World, { id }: Account): boolean {
  return database.get(AGENCIES, '', id) !== undefined;
}

async function createAgency({ world, caller: { user } }: Call): Promise<Reply> {
  if (!user.isAdministrator) throw fail(4039002);
  if (hasAgency(world, user.account)) throw fail(4090089, 'agency');
  await world.database.write(put(AGENCIES, '', user.account.id, { createdAt: formatTime(world.now()) }));
  return empty(204);
}
