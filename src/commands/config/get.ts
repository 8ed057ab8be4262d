import { Argument, Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { CONFIG_KEYS, configKey } from './keys.ts';

export const configGet = (context: Context): Command =>
  new Command('get')
    .description('Print one value of the profile in use; exit status 5 when it is not set')
    .addArgument(new Argument('<key>', CONFIG_KEYS.join(', ')))
    .addHelpText('after', examples('swrctl config get org'))
    .action(async (key: string) => {
      const { runConfigGet } = await import('./get-run.ts');
      await runConfigGet(context, configKey(key));
    });
