import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { TRIGGER_FIELDS } from './view.ts';

export const triggerEnable = (context: Context): Command =>
  withOutputOptions(
    new Command('enable')
      .description('Switch triggers on')
      .argument('<org/repo>', 'repository')
      .argument('<name...>', 'triggers')
      .addHelpText(
        'after',
        examples('swrctl trigger enable team/web deploy', 'swrctl trigger enable team/web deploy nightly -o json'),
      ),
    TRIGGER_FIELDS,
  ).action(async (repository: string, triggers: string[]) => {
    const { runTriggerSwitch } = await import('./trigger-write.ts');
    await runTriggerSwitch(context, { repository, triggers, isEnabled: true });
  });
