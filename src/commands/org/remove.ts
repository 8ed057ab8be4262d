import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';

export const orgRemove = (context: Context): Command =>
  new Command('remove')
    .aliases(['rm', 'delete'])
    .description('Remove organizations; they must be empty')
    .argument('<org...>', 'organizations')
    .option('-y, --yes', 'do not ask', false)
    .addHelpText('after', examples('swrctl org remove team', 'swrctl org remove team-a team-b --yes'))
    .action(async (orgs: string[], { yes }: { yes: boolean }) => {
      const { runOrgRemove } = await import('./remove-run.ts');
      await runOrgRemove(context, { orgs, yes });
    });
