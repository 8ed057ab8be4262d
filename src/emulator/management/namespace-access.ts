import { json } from '../handler.ts';
import { NAMESPACE_GRANTS, type Level } from '../records.ts';
import { encodeGrants, removeGrants, writeGrants, type Granted } from './grants.ts';
import { namespaceOf, type Call, type Operation } from './route.ts';

const PATH = '/v2/manage/namespaces/{namespace}/access';

function granted(call: Call, needed: Level): Granted {
  const { scope } = namespaceOf(call, needed);
  return { table: NAMESPACE_GRANTS, scope, errors: { badLevel: 4001065, exists: 4090076, missing: 4040078 } };
}

/** Rights on organizations. */
export const namespaceAccessOperations: readonly Operation[] = [
  { method: 'POST', path: PATH, handle: (call) => writeGrants(call, granted(call, 7), false) },
  { method: 'PATCH', path: PATH, handle: (call) => writeGrants(call, granted(call, 7), true) },
  { method: 'DELETE', path: PATH, handle: (call) => removeGrants(call, granted(call, 7)) },
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
