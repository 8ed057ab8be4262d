import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { group } from '../group.ts';
import { tagList } from './list.ts';

export const tag = (context: Context): Command =>
  group(
    'tag',
    'Look at the tags of a repository',
    [tagList(context)],
    'swrctl tag list team/web',
    'swrctl tag list team/web -o name',
  );
