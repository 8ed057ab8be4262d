import { Argument, Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { CONFIG_KEYS, configKey, configValue } from './keys.ts';

export const configSet = (context: Context): Command =>
  new Command('set')
    .description('Change one value of the profile in use')
    .addArgument(new Argument('<key>', CONFIG_KEYS.join(', ')))
    .argument('<value>', 'its new value')
    .addHelpText(
      'after',
      examples(
        'swrctl config set org team',
        'swrctl config set output json',
        'swrctl config set instance prod',
        'swrctl config set project cn-north-4_dev --profile work',
      ),
    )
    .action(async (text: string, written: string) => {
      const key = configKey(text);
      const value = configValue(key, written);
      const { writeConfig } = await import('./config-write.ts');
      await writeConfig(context, key, value);
    });
