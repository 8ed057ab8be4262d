import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { withOverride, withTarget, type TargetFlags } from './target-options.ts';
import { JOB_FIELDS } from './view.ts';

interface RunFlags extends TargetFlags {
  readonly override: boolean;
  readonly wait: boolean;
}

export const syncRun = (context: Context): Command =>
  withOutputOptions(
    withOverride(
      withTarget(
        new Command('run').description('Copy tags to another region now').argument('<org/repo:tag...>', 'tags'),
      ),
    )
      .option('--wait', 'wait until they are copied, and fail when one is not', false)
      .addHelpText(
        'after',
        examples(
          'swrctl sync run team/web:v1 --to-region cn-east-3 --to-org team --wait',
          'swrctl sync run team/web:v1 team/web:latest --to-region cn-east-3 --to-org team --override',
        ),
      ),
    JOB_FIELDS,
  ).action(async (tags: string[], { override, wait, ...target }: RunFlags) => {
    const { runSyncRun } = await import('./run-run.ts');
    await runSyncRun(context, { tags, target, override, wait });
  });
