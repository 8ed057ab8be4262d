import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';

export const retentionRemove = (context: Context): Command =>
  new Command('remove')
    .aliases(['rm', 'delete'])
    .description('Remove the retention rule of repositories; what it deleted stays deleted')
    .argument('<org/repo...>', 'repositories')
    .option('-y, --yes', 'do not ask', false)
    .addHelpText(
      'after',
      examples('swrctl retention remove team/web', 'swrctl retention remove team/web team/api --yes'),
    )
    .action(async (repositories: string[], { yes }: { yes: boolean }) => {
      const { runRetentionRemove } = await import('./remove-run.ts');
      await runRetentionRemove(context, { repositories, yes });
    });
