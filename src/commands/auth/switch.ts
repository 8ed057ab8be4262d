import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';

export const authSwitch = (context: Context): Command =>
  new Command('switch')
    .description('Make another profile the active one')
    .argument('<name>', 'profile')
    .addHelpText('after', examples('swrctl auth switch work'))
    .action(async (name: string) => {
      const { runAuthSwitch } = await import('./switch-run.ts');
      await runAuthSwitch(context, name);
    });
