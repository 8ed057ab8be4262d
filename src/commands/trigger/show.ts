import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { TRIGGER_FIELDS } from './view.ts';

export const triggerShow = (context: Context): Command =>
  withOutputOptions(
    new Command('show')
      .alias('get')
      .description('Show one trigger')
      .argument('<org/repo>', 'repository')
      .argument('<name>', 'trigger')
      .addHelpText(
        'after',
        examples('swrctl trigger show team/web deploy', 'swrctl trigger show team/web deploy --query enabled'),
      ),
    TRIGGER_FIELDS,
  ).action(async (repository: string, trigger: string) => {
    const { runTriggerShow } = await import('./show-run.ts');
    await runTriggerShow(context, repository, trigger);
  });
