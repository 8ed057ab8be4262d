import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';

export const jobRemove = (context: Context): Command =>
  new Command('remove')
    .aliases(['rm', 'delete'])
    .description('Remove jobs from the list; what they made stays')
    .argument('<id...>', 'ids of jobs')
    .option('-y, --yes', 'do not ask', false)
    .addHelpText('after', examples('swrctl job remove 5f0d8b7c9a1e4d3b', 'swrctl job remove 5f0d8b7c9a1e4d3b --yes'))
    .action(async (ids: string[], { yes }: { yes: boolean }) => {
      const { runJobRemove } = await import('./remove-run.ts');
      await runJobRemove(context, ids, yes);
    });
