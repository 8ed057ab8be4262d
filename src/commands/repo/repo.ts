import type { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { group } from '../options/group.ts';
import { repoAdd } from './add.ts';
import { repoList } from './list.ts';
import { repoRemove } from './remove.ts';
import { repoSet } from './set.ts';
import { repoShow } from './show.ts';

export const repo = (context: Context): Command =>
  group(
    'repo',
    'Manage repositories, which hold the tags of one image',
    [repoList(context), repoShow(context), repoAdd(context), repoSet(context), repoRemove(context)],
    'swrctl repo list team',
    'swrctl repo set team/web --public',
  );
