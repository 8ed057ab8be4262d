import { array, number, object, string } from '../../base/decode.ts';
import { findUser } from '../iam/directory.ts';
import { put, remove, type Change, type Table } from '../store/database.ts';
import { empty, json, type Reply } from '../server/handler.ts';
import type { Grant, Level } from '../domain/records.ts';
import { fail, type ServiceErrorNumber } from './errors.ts';
import type { Call } from './route.ts';

/** Rights of users on one organization or repository: the same four operations on both. */
export interface Granted {
  readonly table: Table<Grant>;
  readonly scope: string;
  readonly errors: {
    readonly badLevel: ServiceErrorNumber;
    readonly exists: ServiceErrorNumber;
    readonly missing: ServiceErrorNumber;
  };
}

const decodeGrants = array(object({ user_id: string, user_name: string, auth: number }));
const decodeUserIds = array(string);

function parseLevel(auth: number, badLevel: ServiceErrorNumber): Level {
  if (auth === 7 || auth === 3 || auth === 1) return auth;
  throw fail(badLevel, `auth ${auth}`);
}

/** Adds grants; `mustExist` changes them instead. All or none. */
export async function writeGrants(call: Call, { table, scope, errors }: Granted, mustExist: boolean): Promise<Reply> {
  const { world, caller } = call;
  const wire = call.body(decodeGrants);
  if (wire.length === 0) throw fail(4001014);
  const grants = wire.map(({ user_id: userId, auth }): Grant => {
    const user = findUser(world, 'id', userId);
    if (user?.account.id !== caller.user.account.id) throw fail(4001067, userId);
    const exists = world.database.get(table, scope, userId) !== undefined;
    if (exists !== mustExist) throw fail(mustExist ? errors.missing : errors.exists, user.name);
    return { userId, userName: user.name, level: parseLevel(auth, errors.badLevel) };
  });
  await world.database.write(...grants.map((grant) => put(table, scope, grant.userId, grant)));
  return json(201, {});
}

/** @param also what goes with a user's grant */
export async function removeGrants(
  call: Call,
  { table, scope, errors }: Granted,
  also: (userId: string) => readonly Change[] = () => [],
): Promise<Reply> {
  const { database } = call.world;
  const userIds = call.body(decodeUserIds);
  if (userIds.length === 0) throw fail(4001014);
  const missing = userIds.find((userId) => database.get(table, scope, userId) === undefined);
  if (missing !== undefined) throw fail(errors.missing, missing);
  await database.write(...userIds.flatMap((userId) => [remove(table, scope, userId), ...also(userId)]));
  return empty(204);
}

/** The caller's own level, and everybody's grants: the service has been seen to list the caller there too. */
export function encodeGrants(
  { world, caller }: Call,
  { table, scope }: Granted,
  level: Level,
): Record<string, unknown> {
  const encode = ({ userId, userName, level: auth }: Grant): unknown => ({
    user_id: userId,
    user_name: userName,
    auth,
  });
  return {
    self_auth: encode({ userId: caller.user.id, userName: caller.user.name, level }),
    others_auths: world.database.all(table, scope).map(encode),
  };
}
