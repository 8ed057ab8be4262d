import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import type { NewCredentialOptions } from './credential-write.ts';
import { withPrintOption } from './print-options.ts';
import { NEW_CREDENTIAL_FIELDS } from './view.ts';

export const credentialTemporary = (context: Context): Command =>
  withOutputOptions(
    withPrintOption(
      new Command('temporary').description(
        'Make a credential that ends by itself, after a day; its password is printed',
      ),
    ).addHelpText(
      'after',
      examples('swrctl credential temporary --print docker', 'swrctl credential temporary --query password'),
    ),
    NEW_CREDENTIAL_FIELDS,
  ).action(async (options: NewCredentialOptions) => {
    const { runCredentialTemporary } = await import('./credential-write.ts');
    await runCredentialTemporary(context, options);
  });
