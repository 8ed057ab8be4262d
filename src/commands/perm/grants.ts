import type { Grant } from '../../model/permission.ts';
import type { SwrClient } from '../../swr/client.ts';
import * as onNamespace from '../../swr/endpoints/namespaces.ts';
import * as onRepository from '../../swr/endpoints/repositories.ts';
import type { TargetName } from '../shared/names.ts';

/** The rights on one organization or repository: the same four calls on both. */
export interface GrantCalls {
  /** By user name. */
  readonly list: () => Promise<Grant[]>;
  readonly create: (grants: readonly Grant[]) => Promise<unknown>;
  readonly update: (grants: readonly Grant[]) => Promise<unknown>;
  readonly remove: (userIds: readonly string[]) => Promise<unknown>;
}

const byName = (grants: readonly Grant[]): Grant[] => [...grants].sort((a, b) => (a.user < b.user ? -1 : 1));

export function grantCalls(swr: SwrClient, { namespace, repository }: TargetName): GrantCalls {
  if (repository === undefined) {
    return {
      list: async () => byName(await swr.call(onNamespace.listNamespaceGrants, { namespace })),
      create: (body) => swr.call(onNamespace.createNamespaceGrants, { namespace, body }),
      update: (body) => swr.call(onNamespace.updateNamespaceGrants, { namespace, body }),
      remove: (body) => swr.call(onNamespace.deleteNamespaceGrants, { namespace, body }),
    };
  }
  const name = { namespace, repository };
  return {
    list: async () => byName(await swr.call(onRepository.listRepositoryGrants, name)),
    create: (body) => swr.call(onRepository.createRepositoryGrants, { ...name, body }),
    update: (body) => swr.call(onRepository.updateRepositoryGrants, { ...name, body }),
    remove: (body) => swr.call(onRepository.deleteRepositoryGrants, { ...name, body }),
  };
}
