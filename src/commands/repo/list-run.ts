import { SwrctlError } from '../../base/errors.ts';
import type { Context } from '../../app/world.ts';
import { findElsewhere } from '../../app/elsewhere.ts';
import { instanceFor } from '../shared/edition.ts';
import { listOfAllInstances, listOfInstance } from './in-instance.ts';
import { REPO_VIEW, repoRow, sharedRow, sharedView } from './view.ts';
import type { SwrClient } from '../../swr/client.ts';
import { getNamespace } from '../../swr/endpoints/namespaces.ts';
import { listRepositories, listSharedRepositories } from '../../swr/endpoints/repositories.ts';
import { readPages } from '../../swr/paging.ts';
import { listRepositoriesElsewhere } from './list-elsewhere.ts';
import type { Services } from '../../app/services.ts';
import { formatName, repositoryName } from '../shared/names.ts';
import type { RepoListOptions } from './list-options.ts';

/** `swrctl repo list`. */
export async function runRepoList(context: Context, options: RepoListOptions): Promise<void> {
  const { org, allInstances } = options;
  checkFlags(options);
  if (allInstances === true) return listOfAllInstances(context, options);
  const services = await context.services();
  const client = await instanceFor(context, org === undefined ? '' : `${org}/`);
  if (client !== undefined) return listOfInstance(context, client, options);
  const elsewhere = await findElsewhere(services, org ?? '', true);
  if (elsewhere !== undefined) return listRepositoriesElsewhere(context, elsewhere, options);
  if (org?.includes('/') === true) throw repositoryGiven(services, org);
  await listOfAccount(context, await services.swr(), options);
}

async function listOfAccount(context: Context, swr: SwrClient, options: RepoListOptions): Promise<void> {
  const { org, limit, sharedWithMe = false, sharedByMe = false } = options;
  if (sharedWithMe || sharedByMe) return listShared(context, swr, options, sharedByMe ? 'self' : 'thirdparty');
  const own = await readPages(
    (size, offset) => swr.ask(listRepositories, { namespace: org, limit: size, offset }),
    limit,
  );
  // The service lists nothing for an organization that is missing.
  if (own.length === 0 && org !== undefined) await swr.call(getNamespace, { namespace: org });
  await context.output().list(own.map(repoRow), REPO_VIEW);
}

function checkFlags({ sharedWithMe, sharedByMe, allInstances }: RepoListOptions): void {
  if (allInstances === true && (sharedWithMe === true || sharedByMe === true)) {
    throw new SwrctlError('USAGE', 'Instances share no repositories with other accounts', {
      hint: 'Give --all-instances alone',
    });
  }
  if (sharedWithMe !== true || sharedByMe !== true) return;
  throw new SwrctlError('USAGE', '--shared-with-me and --shared-by-me contradict each other', {
    hint: 'Give one of them',
  });
}

async function listShared(
  context: Context,
  swr: SwrClient,
  { org, limit }: RepoListOptions,
  center: 'self' | 'thirdparty',
): Promise<void> {
  const shared = await readPages(
    (size, offset) => swr.ask(listSharedRepositories, { center, namespace: org, limit: size, offset }),
    limit,
  );
  await context.output().list(shared.map(sharedRow), sharedView(center));
}

/** The repositories of a repository: its tags are meant. */
function repositoryGiven(place: Services, text: string): SwrctlError {
  const name = formatName(repositoryName(place, text));
  return new SwrctlError(
    'REFERENCE_INVALID',
    `"${text}" is a repository, and repositories are listed by organization`,
    {
      hint: `List its tags: swrctl tag list ${name}`,
    },
  );
}
