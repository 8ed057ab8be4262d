import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';

export const permRemove = (context: Context): Command =>
  new Command('remove')
    .aliases(['rm', 'delete'])
    .description('Take the permission of users away')
    .argument('<target>', 'ORG or ORG/REPO; taking it on ORG takes it on the repositories inside too')
    .argument('<user...>', 'names, ids or ID:NAME of users')
    .option('-y, --yes', 'do not ask', false)
    .addHelpText('after', examples('swrctl perm remove team/web alice', 'swrctl perm remove team alice bob --yes'))
    .action(async (target: string, users: string[], { yes }: { yes: boolean }) => {
      const { runPermRemove } = await import('./remove-run.ts');
      await runPermRemove(context, { target, users, yes });
    });
