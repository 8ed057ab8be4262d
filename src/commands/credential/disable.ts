import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { CREDENTIAL_FIELDS } from './view.ts';

export const credentialDisable = (context: Context): Command =>
  withOutputOptions(
    new Command('disable')
      .description('Keep long-term credentials from logging in')
      .argument('<name...>', 'names or ids')
      .addHelpText('after', examples('swrctl credential disable build')),
    CREDENTIAL_FIELDS,
  ).action(async (names: string[]) => {
    const { runCredentialSwitch } = await import('./credential-write.ts');
    await runCredentialSwitch(context, names, false);
  });
