import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withKeyOptions, type KeyFlags } from './key-options.ts';

export const authKey = (context: Context): Command =>
  withKeyOptions(
    new Command('key').description(
      'Print the login key of an access key, the password that docker takes, and nothing else',
    ),
  )
    .addHelpText(
      'after',
      examples(
        'swrctl auth key --ak HPUA0000000000000000 --sk-file sk.txt',
        'swrctl auth key | docker login -u cn-north-4@HPUA0000000000000000 --password-stdin swr.cn-north-4.myhuaweicloud.com',
      ),
    )
    .action(async (flags: KeyFlags) => {
      const { runAuthKey } = await import('./key-run.ts');
      await runAuthKey(context, flags);
    });
