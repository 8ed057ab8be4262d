import { Command } from 'commander';
import type { Context } from '../../../app/world.ts';
import { examples } from '../../help/layout.ts';
import { withWaitOption } from '../../options/wait-option.ts';
import type { VpcRemoveOptions } from './remove-run.ts';

export const vpcRemove = (context: Context): Command =>
  withWaitOption(
    new Command('remove')
      .aliases(['rm', 'delete'])
      .description('Let VPCs reach the instance no longer')
      .argument('<id|vpc...>', 'ids of entries or VPCs')
      .option('-y, --yes', 'do not ask', false),
    'they are gone',
    '10m',
  )
    .addHelpText('after', examples('swrctl network vpc remove VPC_ID', 'swrctl network vpc remove VPC_ID --wait --yes'))
    .action(async (names: string[], options: VpcRemoveOptions) => {
      const { runVpcRemove } = await import('./remove-run.ts');
      await runVpcRemove(context, names, options);
    });
