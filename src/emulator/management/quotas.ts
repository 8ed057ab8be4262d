import { json } from '../handler.ts';
import { REPOSITORIES, TAGS } from '../records.ts';
import { ownNamespaces } from './namespaces.ts';
import type { Call, Operation } from './route.ts';

/** Quotas. Those for repositories and tags show only when they are on. */
export const quotaOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: '/v2/manage/projects/{project}/quotas',
    handle: (call) => {
      const { quotas } = call.world;
      const used = countUsed(call);
      const rows = (['namespace', 'repository', 'tag'] as const).flatMap((key) => {
        const limit = quotas[key];
        return limit === undefined ? [] : [{ quota_key: key, quota_limit: limit, used: used[key], unit: '' }];
      });
      return json(200, { quotas: rows });
    },
  },
];

function countUsed(call: Call): { namespace: number; repository: number; tag: number } {
  const { database } = call.world;
  const namespaces = ownNamespaces(call);
  const repositories = namespaces.flatMap(({ name }) => database.all(REPOSITORIES, `${call.caller.region}/${name}`));
  const tags = repositories.flatMap(({ namespace, name }) =>
    database.all(TAGS, `${call.caller.region}/${namespace}/${name}`),
  );
  return { namespace: namespaces.length, repository: repositories.length, tag: tags.length };
}
