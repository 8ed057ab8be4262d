import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { retentionRule, withRuleOptions, type RuleFlags } from './rule-options.ts';

/** JSON fields of one tag: a contract with scripts. */
export const PREVIEW_FIELDS = ['name', 'action', 'reason', 'digest', 'size', 'updatedAt', 'sharedWith'] as const;

export const retentionPreview = (context: Context): Command =>
  withOutputOptions(
    withRuleOptions(
      new Command('preview')
        .description('Show which tags a retention rule would delete; nothing is changed')
        .argument('<org/repo>', 'repository'),
    )
      .option('--exit-code', 'exit 10 when the rule would delete something', false)
      .addHelpText(
        'after',
        examples(
          'swrctl retention preview team/web --keep-days 30 --except-tag latest',
          'swrctl retention preview team/web --keep-count 10 --except-regex "(release|hotfix)-.*"',
        ),
      ),
    PREVIEW_FIELDS,
  ).action(async (repository: string, { exitCode, ...flags }: RuleFlags & { readonly exitCode: boolean }) => {
    const rule = retentionRule(flags);
    const { runRetentionPreview } = await import('./preview-run.ts');
    await runRetentionPreview(context, { repository, rule, exitCode });
  });
