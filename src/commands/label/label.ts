import type { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { group } from '../options/group.ts';
import { labelFind } from './find.ts';
import { labelList } from './list.ts';
import { labelRemove } from './remove.ts';
import { labelSet } from './set.ts';

export const label = (context: Context): Command =>
  group(
    'label',
    'Manage keys and values on an instance and its namespaces, and find things by them',
    [labelList(context), labelSet(context), labelRemove(context), labelFind(context)],
    'swrctl label set env=prod --instance prod',
    'swrctl label find env=prod',
  );
