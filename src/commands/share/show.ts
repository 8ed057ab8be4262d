import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { repositoryName } from '../shared/names.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { SHARE_FIELDS, SHARE_VIEW, shareRow } from './view.ts';

export const shareShow = (context: Context): Command =>
  withOutputOptions(
    new Command('show')
      .alias('get')
      .description('Show one share')
      .argument('<org/repo>', 'repository')
      .argument('<account>', 'name of the other account')
      .addHelpText(
        'after',
        examples('swrctl share show team/web partner', 'swrctl share show team/web partner --query until'),
      ),
    SHARE_FIELDS,
  ).action((repository: string, account: string) => runShareShow(context, repository, account));

export async function runShareShow({ services, output }: Context, text: string, account: string): Promise<void> {
  const { readShare } = await import('./find.ts');
  const place = await services();
  const name = repositoryName(place, text);
  await output().show(shareRow(await readShare(await place.swr(), name, account)), SHARE_VIEW);
}
