import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { forFlag, wholeNumber } from '../../app/settings/parse.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import type { CredentialListOptions } from './list-run.ts';
import { CREDENTIAL_FIELDS } from './view.ts';

export const credentialList = (context: Context): Command =>
  withOutputOptions(
    new Command('list')
      .alias('ls')
      .description('List your long-term credentials')
      .option('-a, --all', "everybody's; for administrators of the account", false)
      .option('-L, --limit <count>', 'stop after this many', forFlag(wholeNumber(1), '--limit'))
      .addHelpText(
        'after',
        examples('swrctl credential list', 'swrctl credential list --all --json=name,user,enabled'),
      ),
    CREDENTIAL_FIELDS,
  ).action(async (options: CredentialListOptions) => {
    const { runCredentialList } = await import('./list-run.ts');
    await runCredentialList(context, options);
  });
