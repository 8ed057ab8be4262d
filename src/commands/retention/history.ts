import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { forFlag, wholeNumber } from '../../app/settings/parse.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';

/** JSON fields of one deletion: a contract with scripts. */
export const HISTORY_FIELDS = ['tag', 'deletedAt', 'rule'] as const;

export const retentionHistory = (context: Context): Command =>
  withOutputOptions(
    new Command('history')
      .description('List the tags that retention deleted, and by which rule')
      .argument('<org/repo>', 'repository')
      .option('-L, --limit <count>', 'stop after this many', forFlag(wholeNumber(1), '--limit'))
      .addHelpText(
        'after',
        examples('swrctl retention history team/web --limit 20', 'swrctl retention history team/web -o name'),
      ),
    HISTORY_FIELDS,
  ).action(async (repository: string, options: { readonly limit?: number }) => {
    const { runRetentionHistory } = await import('./history-run.ts');
    await runRetentionHistory(context, { ...options, repository });
  });
