import type { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { group } from '../options/group.ts';
import { domainAdd } from './add.ts';
import { domainList } from './list.ts';
import { domainRemove } from './remove.ts';
import { domainSet } from './set.ts';

export const domain = (context: Context): Command =>
  group(
    'domain',
    'Manage the host names of an instance',
    [domainList(context), domainAdd(context), domainSet(context), domainRemove(context)],
    'swrctl domain list --instance prod',
    'swrctl domain add registry.example.com --certificate scs1600000000000 --instance prod',
  );
