import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';

export const credentialRemove = (context: Context): Command =>
  new Command('remove')
    .aliases(['rm', 'delete'])
    .description('Remove long-term credentials; temporary ones end by themselves')
    .argument('<name...>', 'names or ids')
    .option('-y, --yes', 'do not ask', false)
    .addHelpText('after', examples('swrctl credential remove build', 'swrctl credential remove build old --yes'))
    .action(async (names: string[], { yes }: { yes: boolean }) => {
      const { runCredentialRemove } = await import('./remove-run.ts');
      await runCredentialRemove(context, names, yes);
    });
