import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';

export const shareRemove = (context: Context): Command =>
  new Command('remove')
    .aliases(['rm', 'delete'])
    .description('End the share of a repository with other accounts')
    .argument('<org/repo>', 'repository')
    .argument('<account...>', 'names of the other accounts')
    .option('-y, --yes', 'do not ask', false)
    .addHelpText(
      'after',
      examples('swrctl share remove team/web partner', 'swrctl share remove team/web partner supplier --yes'),
    )
    .action(async (repository: string, accounts: string[], { yes }: { yes: boolean }) => {
      const { runShareRemove } = await import('./remove-run.ts');
      await runShareRemove(context, { repository, accounts, yes });
    });
