import { Command } from 'commander';
import type { TriggerCondition } from '../../model/trigger.ts';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { parseOn } from './on.ts';

/** JSON fields of one tag: a contract with scripts. */
export const TEST_FIELDS = ['tag', 'fires'] as const;

export const triggerTest = (context: Context): Command =>
  withOutputOptions(
    new Command('test')
      .description('Show which tags of a repository would set a trigger off when pushed; nothing is changed')
      .argument('<org/repo>', 'repository')
      .requiredOption('--on <condition>', 'all, tag=TAG or regex=PATTERN', parseOn)
      .addHelpText(
        'after',
        examples(
          'swrctl trigger test team/web --on "regex=^v2"',
          'swrctl trigger test team/web --on tag=latest --query "[?fires].tag"',
        ),
      ),
    TEST_FIELDS,
  ).action(async (repository: string, { on }: { on: TriggerCondition }) => {
    const { runTriggerTest } = await import('./test-run.ts');
    await runTriggerTest(context, { repository, condition: on });
  });
