import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { SHARE_FIELDS } from './view.ts';

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
  ).action(async (repository: string, account: string) => {
    const { runShareShow } = await import('./show-run.ts');
    await runShareShow(context, repository, account);
  });
