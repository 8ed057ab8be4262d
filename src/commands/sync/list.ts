import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { RULE_FIELDS } from './view.ts';

export const syncList = (context: Context): Command =>
  withOutputOptions(
    new Command('list')
      .alias('ls')
      .description('List where pushes to a repository are copied to by themselves')
      .argument('<org/repo>', 'repository')
      .addHelpText(
        'after',
        examples('swrctl sync list team/web', 'swrctl sync list team/web --json=region,organization'),
      ),
    RULE_FIELDS,
  ).action(async (repository: string) => {
    const { runSyncList } = await import('./list-run.ts');
    await runSyncList(context, repository);
  });
