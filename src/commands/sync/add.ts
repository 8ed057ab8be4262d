import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { withExistOk, type ExistOkFlag } from '../shared/existing.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { withOverride, withTarget, type TargetFlags } from './target-options.ts';
import { RULE_FIELDS } from './view.ts';

export const syncAdd = (context: Context): Command =>
  withOutputOptions(
    withExistOk(
      withOverride(
        withTarget(
          new Command('add')
            .alias('create')
            .description('Copy later pushes to another region; for administrators')
            .argument('<org/repo...>', 'repositories'),
        ),
      ),
    ).addHelpText(
      'after',
      examples(
        'swrctl sync add team/web --to-region cn-east-3 --to-org team',
        'swrctl sync add team/web team/api --to-region cn-east-3 --to-org team --override',
      ),
    ),
    RULE_FIELDS,
  ).action(
    async (
      repositories: string[],
      { override, existOk, ...target }: TargetFlags & ExistOkFlag & { readonly override: boolean },
    ) => {
      const { runSyncAdd } = await import('./sync-write.ts');
      await runSyncAdd(context, { repositories, target, override, existOk });
    },
  );
