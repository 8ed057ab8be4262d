import { Argument, Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { CONFIG_KEYS, configKey } from './keys.ts';

export const configUnset = (context: Context): Command =>
  new Command('unset')
    .description('Take one value out of the profile in use')
    .addArgument(new Argument('<key>', CONFIG_KEYS.join(', ')))
    .addHelpText('after', examples('swrctl config unset org'))
    .action(async (key: string) => {
      const { writeConfig } = await import('./config-write.ts');
      await writeConfig(context, configKey(key), undefined);
    });
