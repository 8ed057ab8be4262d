import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';

export const authRemove = (context: Context): Command =>
  new Command('remove')
    .aliases(['rm', 'delete'])
    .description('Remove a profile, its login to the registry and its saved secret key')
    .argument('<name>', 'profile')
    .option('-y, --yes', 'do not ask', false)
    .addHelpText('after', examples('swrctl auth remove work', 'swrctl auth remove work --yes'))
    .action(async (name: string, { yes }: { yes: boolean }) => {
      const { runAuthRemove } = await import('./remove-run.ts');
      await runAuthRemove(context, { name, yes });
    });
