import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { forFlag, wholeNumber } from '../../app/settings/parse.ts';
import { examples } from '../help/layout.ts';
import { repositoryName } from '../shared/names.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { RUN_FIELDS, RUN_VIEW, runRow } from './view.ts';

interface HistoryFlags {
  readonly limit?: number;
}

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
  ).action((repository: string, trigger: string, flags: HistoryFlags) =>
    runTriggerHistory(context, repository, trigger, flags),
  );

export async function runTriggerHistory(
  { services, output }: Context,
  repository: string,
  trigger: string,
  { limit }: HistoryFlags,
): Promise<void> {
  const { getTrigger } = await import('../../swr/endpoints/triggers.ts');
  const place = await services();
  const name = repositoryName(place, repository);
  const swr = await place.swr();
  const { runs } = await swr.call(getTrigger, { ...name, trigger });
  const latest = [...runs].sort((a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0));
  await output().list(latest.slice(0, limit).map(runRow), RUN_VIEW);
}
