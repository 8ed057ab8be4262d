import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { repositoryName } from '../shared/names.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { REPO_FIELDS, REPO_VIEW, repoRow } from './view.ts';

export const repoShow = (context: Context): Command =>
  withOutputOptions(
    new Command('show')
      .alias('get')
      .description('Show one repository')
      .argument('<org/repo>', 'repository')
      .addHelpText('after', examples('swrctl repo show team/web', 'swrctl repo show team/web --query public')),
    REPO_FIELDS,
  ).action((repository: string) => runRepoShow(context, repository));

export async function runRepoShow({ services, output }: Context, repository: string): Promise<void> {
  const { readRepository } = await import('./read.ts');
  const place = await services();
  const name = repositoryName(place, repository);
  await output().show(repoRow(await readRepository(await place.swr(), name)), REPO_VIEW);
}
