import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { retentionRule, withRuleOptions, type RuleFlags } from './rule-options.ts';
import { RETENTION_FIELDS } from './view.ts';

export const retentionSet = (context: Context): Command =>
  withOutputOptions(
    withRuleOptions(
      new Command('set')
        .aliases(['update', 'edit'])
        .description('Replace the retention rule of a repository; the preview of the new one comes first')
        .argument('<org/repo>', 'repository'),
    )
      .option('-y, --yes', 'do not ask when the rule deletes something now', false)
      .addHelpText(
        'after',
        examples(
          'swrctl retention set team/web --keep-days 90',
          'swrctl retention set team/web --keep-count 20 --yes -o json',
        ),
      ),
    RETENTION_FIELDS,
  ).action(async (repository: string, { yes, ...flags }: RuleFlags & { readonly yes: boolean }) => {
    const rule = retentionRule(flags);
    const { runRetentionSet } = await import('./retention-write.ts');
    await runRetentionSet(context, { repository, rule, yes });
  });
