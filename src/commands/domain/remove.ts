import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';

export const domainRemove = (context: Context): Command =>
  new Command('remove')
    .aliases(['rm', 'delete'])
    .description('Take host names from the instance; the default one stays')
    .argument('<host...>', 'host names, as the list has them')
    .option('-y, --yes', 'do not ask', false)
    .addHelpText('after', examples('swrctl domain remove registry.example.com --yes'))
    .action(async (hosts: string[], { yes }: { yes: boolean }) => {
      const { runDomainRemove } = await import('./remove-run.ts');
      await runDomainRemove(context, hosts, yes);
    });
