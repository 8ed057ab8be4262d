import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { REPO_FIELDS } from './view.ts';

export const repoShow = (context: Context): Command =>
  withOutputOptions(
    new Command('show')
      .alias('get')
      .description('Show one repository')
      .argument('<org/repo>', 'repository')
      .addHelpText('after', examples('swrctl repo show team/web', 'swrctl repo show team/web --query public')),
    REPO_FIELDS,
  ).action(async (repository: string) => {
    const { runRepoShow } = await import('./show-run.ts');
    await runRepoShow(context, repository);
  });
