import { json } from '../server/handler.ts';
import { REPOSITORY_GRANTS, type Level } from '../domain/records.ts';
import { repositoryLevel } from '../domain/rights.ts';
import { encodeGrants, removeGrants, writeGrants, type Granted } from './grants.ts';
import { repositoryOf, type Call, type Operation } from './route.ts';

const PATH = '/v2/manage/namespaces/{namespace}/repos/{repository}/access';

function granted(call: Call, needed: Level): Granted {
  const { scope } = repositoryOf(call, needed);
  return { table: REPOSITORY_GRANTS, scope, errors: { badLevel: 4001066, exists: 4090089, missing: 4040091 } };
}

/** Rights on single repositories. */
export const repositoryAccessOperations: readonly Operation[] = [
  { method: 'POST', path: PATH, handle: (call) => writeGrants(call, granted(call, 7), false) },
  { method: 'PATCH', path: PATH, handle: (call) => writeGrants(call, granted(call, 7), true) },
  { method: 'DELETE', path: PATH, handle: (call) => removeGrants(call, granted(call, 7)) },
  {
    method: 'GET',
    path: PATH,
    handle: (call) => {
      const { id, namespace, name } = repositoryOf(call, 1).repository;
      const level = repositoryLevel(call.world, call.caller.user, {
        region: call.caller.region,
        namespace,
        repository: name,
      });
      return json(200, { id, name, ...encodeGrants(call, granted(call, 1), level) });
    },
  },
];
