import type { SwrClient } from '../../swr/client.ts';
import { Command } from 'commander';
import { SwrctlError } from '../../base/errors.ts';
import type { Context } from '../../app/world.ts';
import { findElsewhere } from '../../app/elsewhere.ts';
import { forFlag, wholeNumber } from '../../app/settings/parse.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { REPO_FIELDS, REPO_VIEW, repoRow, SHARED_FIELDS, SHARED_VIEW, sharedRow } from './view.ts';

export interface RepoListOptions {
  /** Only in this organization. */
  readonly org?: string | undefined;
  /** Stop after this many. */
  readonly limit?: number;
  /** Repositories that other accounts share with this one, or this one with others, instead of the own ones. */
  readonly sharedWithMe?: boolean;
  readonly sharedByMe?: boolean;
}

export const repoList = (context: Context): Command =>
  withOutputOptions(
    new Command('list')
      .alias('ls')
      .description('List repositories, of one organization or of all, or of another registry that tells')
      .argument('[org]', 'organization, or the host of any registry')
      .option('-L, --limit <count>', 'stop after this many', forFlag(wholeNumber(1), '--limit'))
      .option('--shared-with-me', 'those that other accounts share with this one')
      .option('--shared-by-me', 'those that this account shares with others')
      .addHelpText(
        'after',
        examples(
          'swrctl repo list team',
          'swrctl repo list --shared-with-me -o wide --limit 20',
          'swrctl repo list registry.example:5000',
        ),
      ),
    [...REPO_FIELDS, ...SHARED_FIELDS],
  ).action((org: string | undefined, options: RepoListOptions) => runRepoList(context, { ...options, org }));

export async function runRepoList(context: Context, options: RepoListOptions): Promise<void> {
  const { org, limit, sharedWithMe = false, sharedByMe = false } = options;
  if (sharedWithMe && sharedByMe) {
    throw new SwrctlError('USAGE', '--shared-with-me and --shared-by-me contradict each other', {
      hint: 'Give one of them',
    });
  }
  const { listRepositories, listSharedRepositories } = await import('../../swr/endpoints/repositories.ts');
  const { readPages } = await import('../../swr/paging.ts');
  const services = await context.services();
  const elsewhere = await findElsewhere(services, org ?? '', true);
  if (elsewhere !== undefined) {
    const { listRepositoriesElsewhere } = await import('./list-elsewhere.ts');
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
    if (own.length === 0 && org !== undefined) await requireOrganization(swr, org);
    await output.list(own.map(repoRow), REPO_VIEW);
  }
}

/** The service lists nothing for an organization that is missing. @throws {SwrctlError} NOT_FOUND, AUTH_DENIED */
async function requireOrganization(swr: SwrClient, namespace: string): Promise<void> {
  const { getNamespace } = await import('../../swr/endpoints/namespaces.ts');
  await swr.call(getNamespace, { namespace });
}
