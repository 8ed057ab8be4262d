import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { TRIGGER_FIELDS } from './view.ts';

export const triggerDisable = (context: Context): Command =>
  withOutputOptions(
    new Command('disable')
      .description('Switch triggers off')
      .argument('<org/repo>', 'repository')
      .argument('<name...>', 'triggers')
      .addHelpText(
        'after',
        examples('swrctl trigger disable team/web deploy', 'swrctl trigger disable team/web deploy nightly -o json'),
      ),
    TRIGGER_FIELDS,
  ).action(async (repository: string, triggers: string[]) => {
    const { runTriggerSwitch } = await import('./trigger-write.ts');
    await runTriggerSwitch(context, { repository, triggers, isEnabled: false });
  });
