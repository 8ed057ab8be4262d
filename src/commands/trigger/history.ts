import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { forFlag, wholeNumber } from '../../app/settings/parse.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { RUN_FIELDS } from './view.ts';
import type { TriggerHistoryOptions } from './history-run.ts';

export const triggerHistory = (context: Context): Command =>
  withOutputOptions(
    new Command('history')
      .description('List the times that a trigger fired, the latest first')
      .argument('<org/repo>', 'repository')
      .argument('<name>', 'trigger')
      .option('-L, --limit <count>', 'stop after this many', forFlag(wholeNumber(1), '--limit'))
      .addHelpText(
        'after',
        examples('swrctl trigger history team/web deploy', 'swrctl trigger history team/web deploy --limit 5 --json'),
      ),
    RUN_FIELDS,
  ).action(async (repository: string, trigger: string, flags: TriggerHistoryOptions) => {
    const { runTriggerHistory } = await import('./history-run.ts');
    await runTriggerHistory(context, repository, trigger, flags);
  });
