import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';

export const repoRemove = (context: Context): Command =>
  new Command('remove')
    .aliases(['rm', 'delete'])
    .description('Remove repositories with all their tags')
    .argument('<org/repo...>', 'repositories')
    .option('-y, --yes', 'do not ask', false)
    .addHelpText('after', examples('swrctl repo remove team/web', 'swrctl repo remove team/web team/base/alpine --yes'))
    .action(async (repositories: string[], { yes }: { yes: boolean }) => {
      const { runRepoRemove } = await import('./remove-run.ts');
      await runRepoRemove(context, { repositories, yes });
    });
