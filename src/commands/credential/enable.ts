import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { CREDENTIAL_FIELDS } from './view.ts';

export const credentialEnable = (context: Context): Command =>
  withOutputOptions(
    new Command('enable')
      .description('Let long-term credentials log in again')
      .argument('<name...>', 'names or ids')
      .addHelpText('after', examples('swrctl credential enable build')),
    CREDENTIAL_FIELDS,
  ).action(async (names: string[]) => {
    const { runCredentialSwitch } = await import('./credential-write.ts');
    await runCredentialSwitch(context, names, true);
  });
