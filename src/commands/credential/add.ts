import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import type { NewCredentialOptions } from './credential-write.ts';
import { withPrintOption } from './print-options.ts';
import { NEW_CREDENTIAL_FIELDS } from './view.ts';

export const credentialAdd = (context: Context): Command =>
  withOutputOptions(
    withPrintOption(
      new Command('add')
        .alias('create')
        .description('Make a long-term credential; its password is printed, once')
        .argument('<name>', 'name: lower-case letters, digits, and ".", "-" or "_" between them'),
    ).addHelpText(
      'after',
      examples('swrctl credential add build > login.txt', 'swrctl credential add build --print docker'),
    ),
    NEW_CREDENTIAL_FIELDS,
  ).action(async (name: string, options: NewCredentialOptions) => {
    const { runCredentialAdd } = await import('./credential-write.ts');
    await runCredentialAdd(context, name, options);
  });
