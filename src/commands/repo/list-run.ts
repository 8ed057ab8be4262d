import { SwrctlError } from '../../base/errors.ts';
import type { Context } from '../../app/world.ts';
import { findElsewhere } from '../../app/elsewhere.ts';
import { REPO_VIEW, repoRow, SHARED_VIEW, sharedRow } from './view.ts';
import { getNamespace } from '../../swr/endpoints/namespaces.ts';
import { listRepositories, listSharedRepositories } from '../../swr/endpoints/repositories.ts';
import { readPages } from '../../swr/paging.ts';
import { listRepositoriesElsewhere } from './list-elsewhere.ts';
import type { RepoListOptions } from './list-options.ts';

/** `swrctl repo list`. */
export async function runRepoList(context: Context, options: RepoListOptions): Promise<void> {
  const { org, limit, sharedWithMe = false, sharedByMe = false } = options;
  if (sharedWithMe && sharedByMe) {
    throw new SwrctlError('USAGE', '--shared-with-me and --shared-by-me contradict each other', {
      hint: 'Give one of them',
    });
  }
  const services = await context.services();
  const elsewhere = await findElsewhere(services, org ?? '', true);
  if (elsewhere !== undefined) {
    return listRepositoriesElsewhere(context, elsewhere, options);
  }
  const swr = await services.swr();
  const output = context.output();
  if (sharedWithMe || sharedByMe) {
    const center = sharedByMe ? 'self' : 'thirdparty';
    const shared = await readPages(
      (size, offset) => swr.ask(listSharedRepositories, { center, namespace: org, limit: size, offset }),
      limit,
    );
    await output.list(shared.map(sharedRow), SHARED_VIEW);
  } else {
    const own = await readPages(
      (size, offset) => swr.ask(listRepositories, { namespace: org, limit: size, offset }),
      limit,
    );
    // The service lists nothing for an organization that is missing.
    if (own.length === 0 && org !== undefined) await swr.call(getNamespace, { namespace: org });
    await output.list(own.map(repoRow), REPO_VIEW);
  }
}
