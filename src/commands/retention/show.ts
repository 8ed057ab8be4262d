import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { repositoryName } from '../shared/names.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { RETENTION_FIELDS, retentionRows, retentionView } from './view.ts';

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
  const { readPolicies } = await import('./policy.ts');
  const place = await services();
  const name = repositoryName(place, repository);
  const [row, ...more] = (await readPolicies(await place.swr(), name)).flatMap(retentionRows);
  if (row !== undefined && more.length === 0) return output().show(row, retentionView(name));
  output().note(`${more.length + 1} rules: a tag goes when any of them says so`);
  await output().list(row === undefined ? more : [row, ...more], retentionView(name));
}
