import { Command } from 'commander';
import type { Context } from '../context.ts';
import { examples } from '../help/layout.ts';
import { repositoryName } from '../names.ts';
import { withOutputOptions } from '../output-options.ts';
import { RETENTION_FIELDS, RETENTION_VIEW, retentionRow } from './view.ts';

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
  ).action((repository: string) => runRetentionShow(context, repository));

export async function runRetentionShow({ services, output }: Context, repository: string): Promise<void> {
  const { readPolicy } = await import('./policy.ts');
  const place = await services();
  const name = repositoryName(place, repository);
  await output().show(retentionRow(await readPolicy(await place.swr(), name)), RETENTION_VIEW);
}
