import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { withExistOk, type ExistOkFlag } from '../shared/existing.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { checkCluster, withTriggerOptions, type TriggerFlags } from './target-options.ts';
import { TRIGGER_FIELDS } from './view.ts';

export const triggerAdd = (context: Context): Command =>
  withOutputOptions(
    withExistOk(
      withTriggerOptions(
        new Command('add')
          .alias('create')
          .description('Update a workload of CCE or CCI whenever a tag is pushed')
          .argument('<org/repo>', 'repository')
          .argument('<name>', 'name: letters and digits, "-" or "_" between them, a letter first'),
      ),
    ).addHelpText(
      'after',
      examples(
        'swrctl trigger add team/web deploy --on all --cluster prod --workload deployment/web',
        'swrctl trigger add team/web v2 --on "regex=^v2" --type cci --namespace shop --workload deployment/web',
      ),
    ),
    TRIGGER_FIELDS,
  ).action(async (repository: string, name: string, { existOk, ...flags }: TriggerFlags & ExistOkFlag) => {
    checkCluster(flags);
    const { runTriggerAdd } = await import('./add-run.ts');
    await runTriggerAdd(context, { repository, name, flags, existOk });
  });
