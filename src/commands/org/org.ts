import type { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { group } from '../options/group.ts';
import { orgAdd } from './add.ts';
import { orgList } from './list.ts';
import { orgRemove } from './remove.ts';
import { orgSet } from './set.ts';
import { orgShow } from './show.ts';

export const org = (context: Context): Command =>
  group(
    'org',
    'Manage organizations, which hold repositories; in an instance, its namespaces',
    [orgList(context), orgShow(context), orgAdd(context), orgSet(context), orgRemove(context)],
    'swrctl org add team',
    'swrctl org list --json=name,permission',
  ).alias('ns');
