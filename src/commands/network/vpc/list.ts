import { Command } from 'commander';
import type { Context } from '../../../app/world.ts';
import { forFlag, wholeNumber } from '../../../app/settings/parse.ts';
import { examples } from '../../help/layout.ts';
import { withOutputOptions } from '../../options/output-options.ts';
import { VPC_FIELDS } from '../view.ts';
import type { VpcListOptions } from './list-run.ts';

export const vpcList = (context: Context): Command =>
  withOutputOptions(
    new Command('list')
      .alias('ls')
      .description('List the VPCs that are let in')
      .option('-L, --limit <count>', 'stop after this many', forFlag(wholeNumber(1), '--limit'))
      .addHelpText('after', examples('swrctl network vpc list', 'swrctl network vpc list --json=vpc,status,ip')),
    VPC_FIELDS,
  ).action(async (options: VpcListOptions) => {
    const { runVpcList } = await import('./list-run.ts');
    await runVpcList(context, options);
  });
