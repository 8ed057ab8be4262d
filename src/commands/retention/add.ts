import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { withExistOk, type ExistOkFlag } from '../shared/existing.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { retentionRule, withRuleOptions, type RuleFlags } from './rule-options.ts';
import { RETENTION_FIELDS } from './view.ts';

export const retentionAdd = (context: Context): Command =>
  withOutputOptions(
    withExistOk(
      withRuleOptions(
        new Command('add')
          .alias('create')
          .description('Add the retention rule of a repository; it deletes at once, so its preview comes first')
          .argument('<org/repo>', 'repository'),
      ),
    )
      .option('-y, --yes', 'do not ask when the rule deletes something now', false)
      .addHelpText(
        'after',
        examples(
          'swrctl retention add team/web --keep-days 30 --except-tag latest',
          'swrctl retention add team/web --keep-count 10 --except-regex "(release|hotfix)-.*" --yes',
        ),
      ),
    RETENTION_FIELDS,
  ).action(
    async (repository: string, { yes, existOk, ...flags }: RuleFlags & ExistOkFlag & { readonly yes: boolean }) => {
      const rule = retentionRule(flags);
      const { runRetentionAdd } = await import('./retention-write.ts');
      await runRetentionAdd(context, { repository, rule, yes, existOk });
    },
  );
