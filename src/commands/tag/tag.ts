import type { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { group } from '../options/group.ts';
import { tagAdd } from './add.ts';
import { tagList } from './list.ts';
import { tagRemove } from './remove.ts';
import { tagShow } from './show.ts';

export const tag = (context: Context): Command =>
  group(
    'tag',
    'Manage the tags of a repository',
    [tagList(context), tagShow(context), tagAdd(context), tagRemove(context)],
    'swrctl tag list team/web',
    'swrctl tag add team/web:v1 stable',
  );
