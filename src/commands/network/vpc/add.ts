import { Command } from 'commander';
import type { Context } from '../../../app/world.ts';
import { examples } from '../../help/layout.ts';
import { withOutputOptions } from '../../options/output-options.ts';
import { withWaitOption } from '../../options/wait-option.ts';
import { withExistOk } from '../../shared/existing.ts';
import { VPC_FIELDS } from '../view.ts';
import type { VpcAddOptions } from './add-run.ts';

export const vpcAdd = (context: Context): Command =>
  withOutputOptions(
    withWaitOption(
      withExistOk(
        new Command('add')
          .alias('create')
          .description('Let a subnet of a VPC reach the instance')
          .requiredOption('--vpc <id>', 'the VPC')
          .requiredOption('--subnet <id>', 'the subnet, by its network id')
          .option('--project <id>', 'id of the project of the VPC (default: the one in use)')
          .option('--description <text>', 'what it is for'),
      ),
      'it is let in',
      '10m',
    ).addHelpText('after', examples('swrctl network vpc add --vpc VPC_ID --subnet SUBNET_ID --wait')),
    VPC_FIELDS,
  ).action(async (options: VpcAddOptions) => {
    const { runVpcAdd } = await import('./add-run.ts');
    await runVpcAdd(context, options);
  });
