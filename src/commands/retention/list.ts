import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { RETENTION_FIELDS } from './view.ts';

export const retentionList = (context: Context): Command =>
  withOutputOptions(
    new Command('list')
      .alias('ls')
      .description('List the retention rules of a repository; the service keeps to one')
      .argument('<org/repo>', 'repository')
      .addHelpText(
        'after',
        examples('swrctl retention list team/web', 'swrctl retention list team/web --query length(@)'),
      ),
    RETENTION_FIELDS,
  ).action(async (repository: string) => {
    const { runRetentionList } = await import('./list-run.ts');
    await runRetentionList(context, repository);
  });
