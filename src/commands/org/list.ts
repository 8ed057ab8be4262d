import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { forFlag, wholeNumber } from '../../app/settings/parse.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { ORG_FIELDS } from './view.ts';
import type { OrgListOptions } from './list-run.ts';

export const orgList = (context: Context): Command =>
  withOutputOptions(
    new Command('list')
      .alias('ls')
      .description('List the organizations you have a right in')
      .option('-L, --limit <count>', 'stop after this many', forFlag(wholeNumber(1), '--limit'))
      .addHelpText('after', examples('swrctl org list', 'swrctl org list -o name | xargs -n1 swrctl repo list')),
    ORG_FIELDS,
  ).action(async (options: OrgListOptions) => {
    const { runOrgList } = await import('./list-run.ts');
    await runOrgList(context, options);
  });
