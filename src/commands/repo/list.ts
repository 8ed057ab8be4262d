import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { forFlag, wholeNumber } from '../../app/settings/parse.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { REPO_FIELDS, SHARED_FIELDS } from './view.ts';
import type { RepoListOptions } from './list-options.ts';

export const repoList = (context: Context): Command =>
  withOutputOptions(
    new Command('list')
      .alias('ls')
      .description('List repositories, of one organization or of all, or of another registry that tells')
      .argument('[org]', 'organization, or the host of any registry')
      .option('-L, --limit <count>', 'stop after this many', forFlag(wholeNumber(1), '--limit'))
      .option('--shared-with-me', 'those that other accounts share with this one')
      .option('--shared-by-me', 'those that this account shares with others')
      .option('--all-instances', 'those of every instance of the project')
      .addHelpText(
        'after',
        examples(
          'swrctl repo list team',
          'swrctl repo list --shared-with-me -o wide --limit 20',
          'swrctl repo list registry.example:5000',
        ),
      ),
    [...REPO_FIELDS, ...SHARED_FIELDS],
  ).action(async (org: string | undefined, options: RepoListOptions) => {
    const { runRepoList } = await import('./list-run.ts');
    await runRepoList(context, { ...options, org });
  });
