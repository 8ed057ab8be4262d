import type { Command } from 'commander';
import type { Context } from '../../../app/world.ts';
import { group } from '../../options/group.ts';
import { allowAdd } from './add.ts';
import { allowList } from './list.ts';
import { allowRemove } from './remove.ts';
import { allowSet } from './set.ts';

export const allow = (context: Context): Command =>
  group(
    'allow',
    'Manage the addresses that are let in over the internet',
    [allowList(context), allowAdd(context), allowRemove(context), allowSet(context)],
    'swrctl network allow list',
    'swrctl network allow add 203.0.113.0/24=office',
  );
