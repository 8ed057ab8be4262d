import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { withTarget, type TargetFlags } from './target-options.ts';

/** JSON fields of one tag: a contract with scripts. */
export const VERIFY_FIELDS = ['repository', 'tag', 'state', 'digest', 'targetDigest'] as const;

export const syncVerify = (context: Context): Command =>
  withOutputOptions(
    withTarget(
      new Command('verify')
        .description('Compare the digests of tags with their copies in another region; exit 10 when they differ')
        .argument('<org/repo[:tag]...>', 'repositories, or single tags'),
    ).addHelpText(
      'after',
      examples(
        'swrctl sync verify team/web --to-region cn-east-3 --to-org team',
        'swrctl sync verify team/web:v1 --to-region cn-east-3 --to-org team --json=tag,state',
      ),
    ),
    VERIFY_FIELDS,
  ).action(async (operands: string[], target: TargetFlags) => {
    const { runSyncVerify } = await import('./verify-run.ts');
    await runSyncVerify(context, { operands, target });
  });
