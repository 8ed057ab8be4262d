import type { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { group } from '../options/group.ts';
import { allow } from './allow/allow.ts';
import { networkPublic } from './public.ts';
import { networkShow } from './show.ts';
import { vpc } from './vpc/vpc.ts';

export const network = (context: Context): Command =>
  group(
    'network',
    'Manage from where an instance is reached: over the internet, and from VPCs',
    [networkShow(context), networkPublic(context), allow(context), vpc(context)],
    'swrctl network show --instance prod',
    'swrctl network public on --wait --instance prod',
    'swrctl network allow add 203.0.113.0/24=office --instance prod',
  );
