import type { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { group } from '../options/group.ts';
import { instanceAdd } from './add.ts';
import { instanceList } from './list.ts';
import { instanceRemove } from './remove.ts';
import { instanceSet } from './set.ts';
import { instanceShow } from './show.ts';

export const instance = (context: Context): Command =>
  group(
    'instance',
    'Manage instances of the enterprise edition',
    [instanceList(context), instanceShow(context), instanceAdd(context), instanceSet(context), instanceRemove(context)],
    'swrctl instance list',
    'swrctl login --instance prod',
  );
