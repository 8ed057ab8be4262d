import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';

export const triggerRemove = (context: Context): Command =>
  new Command('remove')
    .aliases(['rm', 'delete'])
    .description('Remove triggers with their history')
    .argument('<org/repo>', 'repository')
    .argument('<name...>', 'triggers')
    .option('-y, --yes', 'do not ask', false)
    .addHelpText(
      'after',
      examples('swrctl trigger remove team/web deploy', 'swrctl trigger remove team/web deploy nightly --yes'),
    )
    .action(async (repository: string, triggers: string[], { yes }: { yes: boolean }) => {
      const { runTriggerRemove } = await import('./remove-run.ts');
      await runTriggerRemove(context, { repository, triggers, yes });
    });
