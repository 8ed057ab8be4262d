import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { RETENTION_FIELDS } from './view.ts';

export const retentionShow = (context: Context): Command =>
  withOutputOptions(
    new Command('show')
      .alias('get')
      .description('Show the retention rule of a repository')
      .argument('<org/repo>', 'repository')
      .addHelpText(
        'after',
        examples('swrctl retention show team/web', 'swrctl retention show team/web --query keepDays'),
      ),
    RETENTION_FIELDS,
  ).action(async (repository: string) => {
    const { runRetentionShow } = await import('./show-run.ts');
    await runRetentionShow(context, repository);
  });
