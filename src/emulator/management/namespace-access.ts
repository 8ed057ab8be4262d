import { remove } from '../store/database.ts';
import { json, type Reply } from '../server/handler.ts';
import { NAMESPACE_GRANTS, REPOSITORIES, REPOSITORY_GRANTS, type Level } from '../domain/records.ts';
import { encodeGrants, removeGrants, writeGrants, type Granted } from './grants.ts';
import { namespaceOf, type Call, type Operation } from './route.ts';

const PATH = '/v2/manage/namespaces/{namespace}/access';

function granted(call: Call, needed: Level): Granted {
  const { scope } = namespaceOf(call, needed);
  return { table: NAMESPACE_GRANTS, scope, errors: { badLevel: 4001065, exists: 4090076, missing: 4040078 } };
}

/** The user's rights on single repositories of the organization go too. */
function withdraw(call: Call): Promise<Reply> {
  const { database } = call.world;
  const where = granted(call, 7);
  return removeGrants(call, where, (userId) =>
    database
      .all(REPOSITORIES, where.scope)
      .map(({ name }) => remove(REPOSITORY_GRANTS, `${where.scope}/${name}`, userId)),
  );
}

/** Rights on organizations. */
export const namespaceAccessOperations: readonly Operation[] = [
  { method: 'POST', path: PATH, handle: (call) => writeGrants(call, granted(call, 7), false) },
  { method: 'PATCH', path: PATH, handle: (call) => writeGrants(call, granted(call, 7), true) },
  { method: 'DELETE', path: PATH, handle: withdraw },
  {
    method: 'GET',
    path: PATH,
    handle: (call) => {
      const { namespace, level } = namespaceOf(call, 1);
      const { id, name, creatorName } = namespace;
      return json(200, { id, name, creator_name: creatorName, ...encodeGrants(call, granted(call, 1), level) });
    },
  },
];
