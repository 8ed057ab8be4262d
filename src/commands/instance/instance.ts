import type { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { group } from '../options/group.ts';
import { instanceList } from './list.ts';
import { instanceShow } from './show.ts';

export const instance = (context: Context): Command =>
  group(
    'instance',
    'Manage instances of the enterprise edition',
    [instanceList(context), instanceShow(context)],
    'swrctl instance list',
    'swrctl login --instance ci',
  );
