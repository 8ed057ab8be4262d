import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { repositoryName } from '../shared/names.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { RETENTION_FIELDS, retentionRows, retentionView } from './view.ts';

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
  ).action((repository: string) => runRetentionList(context, repository));

export async function runRetentionList({ services, output }: Context, repository: string): Promise<void> {
  const { listRetentions } = await import('../../swr/endpoints/retentions.ts');
  const place = await services();
  const name = repositoryName(place, repository);
  const swr = await place.swr();
  await output().list((await swr.call(listRetentions, { ...name })).flatMap(retentionRows), retentionView(name));
}
