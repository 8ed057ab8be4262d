import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { NETWORK_FIELDS } from './view.ts';

export const networkShow = (context: Context): Command =>
  withOutputOptions(
    new Command('show')
      .alias('get')
      .description('Show from where the instance is reached: public access, addresses and VPCs')
      .addHelpText('after', examples('swrctl network show', "swrctl network show --query 'allowList[].cidr'")),
    NETWORK_FIELDS,
  ).action(async () => {
    const { runNetworkShow } = await import('./show-run.ts');
    await runNetworkShow(context);
  });
