import type { Command } from 'commander';
import type { Context } from '../../../app/world.ts';
import { group } from '../../options/group.ts';
import { vpcAdd } from './add.ts';
import { vpcList } from './list.ts';
import { vpcRemove } from './remove.ts';

export const vpc = (context: Context): Command =>
  group(
    'vpc',
    'Manage the VPCs that are let in',
    [vpcList(context), vpcAdd(context), vpcRemove(context)],
    'swrctl network vpc list',
    'swrctl network vpc add --vpc VPC_ID --subnet SUBNET_ID --wait',
  );
