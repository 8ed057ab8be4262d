import { Command } from 'commander';
import type { Context } from '../context.ts';
import { forFlag, wholeNumber } from '../flags.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../output-options.ts';
import { REPO_FIELDS, REPO_VIEW, repoRow } from './view.ts';

export interface RepoListOptions {
  /** Only in this organization. */
  readonly org?: string | undefined;
  /** Stop after this many. */
  readonly limit?: number;
}

export const repoList = (context: Context): Command =>
  withOutputOptions(
    new Command('list')
      .alias('ls')
      .description('List repositories, of one organization or of all')
      .argument('[org]', 'organization')
      .option('-L, --limit <count>', 'stop after this many', forFlag(wholeNumber(1), '--limit'))
      .addHelpText('after', examples('swrctl repo list team', 'swrctl repo list -o wide --limit 20')),
    REPO_FIELDS,
  ).action((org: string | undefined, { limit }: RepoListOptions) =>
    runRepoList(context, { org, ...(limit === undefined ? {} : { limit }) }),
  );

export async function runRepoList({ services, output }: Context, { org, limit }: RepoListOptions): Promise<void> {
  const { listRepositories } = await import('../../swr/endpoints/repositories.ts');
  const { readPages } = await import('../../swr/paging.ts');
  const swr = await (await services()).swr();
  const repositories = await readPages(
    (size, offset) => swr.ask(listRepositories, { namespace: org, limit: size, offset }),
    limit,
  );
  await output().list(repositories.map(repoRow), REPO_VIEW);
}
