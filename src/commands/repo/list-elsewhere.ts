import { SwrctlError } from '../../base/errors.ts';
import { quoteName } from '../../model/api-path.ts';
import type { View } from '../../output/output.ts';
import { listCatalog } from '../../registry/catalog.ts';
import type { Context } from '../../app/world.ts';
import type { Elsewhere } from '../../app/elsewhere.ts';
import type { RepoListOptions } from './list-options.ts';
import type { RepoRow } from './view.ts';

/** A repository of a registry that is no SWR, with the fields of SWR's; null is what such a registry does not tell. */
type RepoRowElsewhere = { readonly [Field in keyof RepoRow]: null } & { readonly name: string };

/** Names are operands of sibling verbs: without the registry they would be taken for repositories of the account. */
const viewOf = (host: string): View<{ readonly name: string }> => ({
  columns: [{ header: 'Name', value: ({ name }) => `${host}/${name}` }],
  name: ({ name }) => `${host}/${name}`,
  empty: `${host} lists no repositories; push one with: swrctl push app.tar ${host}/REPO:TAG`,
});

/** `swrctl repo list HOST[/PATH]`. */
export async function listRepositoriesElsewhere(
  context: Context,
  { name: host, registry, path }: Elsewhere,
  { limit, sharedWithMe, sharedByMe }: RepoListOptions,
): Promise<void> {
  if (sharedWithMe === true || sharedByMe === true) {
    throw new SwrctlError('USAGE', `${host} is no SWR in use, so it shares nothing between accounts`, {
      hint: `Leave the flag out: swrctl repo list ${host}`,
    });
  }
  const output = context.output();
  const onStranger = (name: string): void => {
    output.warn(`${host} lists ${quoteName(name)}, which is no repository and is left out`);
  };
  const below = path.replace(/\/$/, '');
  const names = await listCatalog(registry, { signal: context.world.signal, below, limit, onStranger });
  await output.list(names.map(rowOf), viewOf(host));
}

function rowOf(name: string): RepoRowElsewhere {
  return {
    name,
    organization: null,
    public: null,
    category: null,
    description: null,
    tagCount: null,
    size: null,
    downloads: null,
    createdAt: null,
    updatedAt: null,
  } as RepoRowElsewhere;
}
