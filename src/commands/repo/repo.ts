import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { group } from '../group.ts';
import { repoList } from './list.ts';

export const repo = (context: Context): Command =>
  group(
    'repo',
    'Manage repositories, which hold the tags of one image',
    [repoList(context)],
    'swrctl repo list team',
    'swrctl repo list --json=name,size',
  );
