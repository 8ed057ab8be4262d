import { Command } from 'commander';
import { SwrctlError } from '../../base/errors.ts';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { TRIGGER_FIELDS } from './view.ts';

interface SetFlags {
  readonly enabled?: boolean;
  readonly disabled?: boolean;
}

export const triggerSet = (context: Context): Command =>
  withOutputOptions(
    new Command('set')
      .aliases(['update', 'edit'])
      .description('Change a trigger; the service can only switch it, for anything else remove it and add it again')
      .argument('<org/repo>', 'repository')
      .argument('<name...>', 'triggers')
      .option('--enabled', 'switch it on')
      .option('--disabled', 'switch it off')
      .addHelpText(
        'after',
        examples(
          'swrctl trigger set team/web deploy --disabled',
          'swrctl trigger set team/web deploy --enabled -o json',
        ),
      ),
    TRIGGER_FIELDS,
  ).action(async (repository: string, triggers: string[], { enabled, disabled }: SetFlags) => {
    if ((enabled === true) === (disabled === true)) {
      throw new SwrctlError('USAGE', 'It was not said whether to switch it on or off', {
        hint: 'Give one of --enabled and --disabled',
      });
    }
    const { runTriggerSwitch } = await import('./trigger-write.ts');
    await runTriggerSwitch(context, { repository, triggers, isEnabled: enabled === true });
  });
